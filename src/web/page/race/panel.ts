// Races of the package's protocols on the reader's own cores.

import { html } from '../../../report/markup.js';
import { bindAddress } from '../frame/address.js';
import type { PageContext } from '../frame/page.js';
import { runButtons, startAndStop } from '../frame/runner.js';
import { bindRaceForm, chosenRaces, raceForm } from './form.js';

/** Fills the panel. */
export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Race: real threads</h2>
<p class="lead">Threads of this browser share memory and race on your own cores; detectors watch. A violation is proof. The same race with nobody held up runs next, for the natural rate.</p>
${raceForm()}
<p class="buttons">${runButtons('Start')}</p>
<p class="problem" role="alert"></p>
<div class="raced"></div>`.text;
  bindRaceForm(root);
  bindAddress(root, { panel: 'race' }); // it takes all cores, so it waits for a click
  startAndStop(root, page, (signal) => page.race(root, chosenRaces(root), { signal }));
}
