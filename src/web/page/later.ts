// Parts of the page that nothing needs which is shown first: one script, since each costs a slow line a round trip.

export { showSimulation } from './check/break-it.js';
export { showRaces } from './race/board.js';
export { mount as mountResults } from './results/panel.js';
export { shelf } from './results/shelf.js';
export { mount as mountScale } from './scale/panel.js';
export { mount as mountWrite } from './write/panel.js';
