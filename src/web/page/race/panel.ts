// Races of the package's protocols on the reader's own cores.

import { html } from '../../../report/markup.js';
import { bindAddress } from '../frame/address.js';
import { markOutdated, query } from '../frame/elements.js';
import type { PageContext, Panel } from '../frame/panel.js';
import { startAndStop } from '../frame/runner.js';
import { raceBoard, showRaces } from './board.js';
import { bindRaceForm, chosenRaces, raceForm } from './form.js';

export const racePanel: Panel = { id: 'race', title: 'Race', mount };

function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Race: real threads</h2>
<p class="lead">Workers of this browser play the scenario on shared memory, on your own cores, and detectors watch. A violation is proof. With a stall, whoever frees a page is held up between the two steps; the same race with nobody held up runs next, for the natural rate.</p>
${raceForm()}
<p class="buttons"><button type="button" class="start">Start</button> <button type="button" class="stop" disabled>Stop</button></p>
<p class="problem" role="alert"></p>
<div class="outcome">${raceBoard}</div>`.text;
  bindRaceForm(root);
  const outcome = query(root, '.outcome', HTMLElement);
  bindAddress(query(root, 'form', HTMLFormElement), {
    panel: 'race',
    change: () => markOutdated(outcome),
    // It takes all cores, so it waits for a click.
    arrive(_, problem) {
      markOutdated(outcome);
      query(root, '.problem', HTMLElement).textContent = problem ?? '';
    },
  });
  startAndStop(root, page, (signal) => showRaces(root, page, chosenRaces(root), { signal }));
}
