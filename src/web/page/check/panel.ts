// Checks in the reader's browser, and the reader's own attempts.

import { html } from '../../../report/markup.js';
import { resolveCheck } from '../../../requests/check-request.js';
import { bindAddress } from '../frame/address.js';
import { term } from '../frame/names.js';
import type { PageContext } from '../frame/page.js';
import { runButtons } from '../frame/runner.js';
import { protocolField } from '../frame/scenario-fields.js';
import { offerCheck } from './answers.js';
import { bindSettings, chosenCheck, settings } from './settings.js';

/** Fills the panel. */
export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Check: every interleaving</h2>
<p class="lead">A checker decides who moves at every atomic access, and goes through every ${term('interleaving')} there is. A violation comes with its shortest ${term('witness')}. Or decide yourself who moves.</p>
${settings(protocolField)}
<p class="buttons">${runButtons('Check')} <button type="button" class="try">Be the scheduler</button></p>
<p class="problem" role="alert"></p><div class="outcome"></div>`.text;
  bindSettings(root);
  const run = offerCheck(root, page, () => resolveCheck(chosenCheck(root)));
  // The sources of the package are vetted, and a check runs in a worker that can be ended.
  bindAddress(root, { panel: 'check', arrive: (_, problem) => problem ?? run() });
}
