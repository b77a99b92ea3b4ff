// Checks in the reader's browser, and the reader's own attempts.

import { html } from '../../../report/markup.js';
import { type ResolvedCheck, resolveCheck } from '../../../requests/check-request.js';
import { query } from '../elements.js';
import type { PageContext, Panel } from '../panel.js';
import { startAndStop } from '../runner.js';
import { offerAttempt, openSources, showCheck } from './answers.js';
import { bindSettings, chosenCheck, settings } from './settings.js';

export const checkPanel: Panel = { id: 'check', title: 'Check', mount };

function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Check: every interleaving</h2>
<p class="lead">The same source, with a checker deciding who moves at every atomic access, in every order there is. What holds, holds for these threads and rounds under the memory model named; a violation comes with the shortest schedule that shows it. Or decide yourself who moves.</p>
${settings()}
<p class="buttons"><button type="button" class="start">Check</button> <button type="button" class="stop" disabled>Stop</button> <button type="button" class="try">Be the scheduler</button></p>
<p class="problem" role="alert"></p><div class="outcome"></div>`.text;
  bindSettings(root);
  const outcome = query(root, '.outcome', HTMLElement);
  openSources(outcome);
  const asked = (): ResolvedCheck => resolveCheck(chosenCheck(root));
  const endCheck = startAndStop(root, page, (signal) => {
    outcome.replaceChildren();
    return showCheck(outcome, page, asked(), signal);
  });
  offerAttempt(root, page, { asked, endCheck });
}
