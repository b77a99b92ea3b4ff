// Checks in the reader's browser, and the reader's own attempts.

import { html } from '../../../report/html/markup.js';
import { type ResolvedCheck, resolveCheck } from '../../../requests/check-request.js';
import { UsageError } from '../../../usage-error.js';
import { query } from '../elements.js';
import type { PageContext, Panel } from '../panel.js';
import { showSimulation } from './break-it.js';
import { showCheck } from './explore.js';
import { requestIn, settingsMarkup, setUpSettings } from './settings.js';

export const checkPanel: Panel = { id: 'check', title: 'Check', mount };

type Show = (root: HTMLElement, page: PageContext, resolved: ResolvedCheck, attempt: AbortController) => Promise<void>;

function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Check</h2>
<p class="lead">A checker decides who moves at every atomic access, and tries every order. What holds, holds for these threads and rounds under the memory model named; a violation comes with the shortest schedule that shows it.</p>
${settingsMarkup()}
<p class="actions"><button type="button" class="primary" data-act="check">Check every interleaving</button> <button type="button" data-act="break">Try to break it yourself</button></p>
<p class="complaint" role="alert"></p><div class="outcome"></div>`.text;
  const form = query(root, 'form', HTMLFormElement);
  const outcome = query(root, '.outcome', HTMLElement);
  const complaint = query(root, '.complaint', HTMLElement);
  setUpSettings(form);
  let last = new AbortController();
  const act = async (show: Show): Promise<void> => {
    last.abort();
    last = new AbortController();
    const attempt = last;
    complaint.textContent = '';
    try {
      await show(outcome, page, resolveCheck(requestIn(form)), attempt);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (attempt !== last) return;
      outcome.replaceChildren();
      complaint.textContent = error.message;
    }
  };
  query(root, '[data-act=check]', HTMLButtonElement).addEventListener('click', () => void act(showCheck));
  query(root, '[data-act=break]', HTMLButtonElement).addEventListener('click', () => void act(showSimulation));
}
