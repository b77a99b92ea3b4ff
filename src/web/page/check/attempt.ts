// The button that leads to the reader's own attempts.

import type { ResolvedCheck } from '../../../requests/check-request.js';
import { query } from '../elements.js';
import type { PageContext } from '../panel.js';
import { wordsOf } from '../runner.js';
import { showSimulation } from './break-it.js';

export interface Attempt {
  /** What is to be broken, as it stands now. @throws UsageError */
  readonly asked: () => ResolvedCheck;
  /** Ends a check that is going on: its place is needed. */
  readonly endCheck: () => void;
}

/** Has the button `.try` of `root` show in `.outcome` what is `asked` for. What it throws stands in `.problem`. */
export function offerAttempt(root: HTMLElement, page: PageContext, { asked, endCheck }: Attempt): void {
  const button = query(root, '.try', HTMLButtonElement);
  const problem = query(root, '.problem', HTMLElement);
  const outcome = query(root, '.outcome', HTMLElement);
  button.disabled = false;
  button.addEventListener('click', async () => {
    endCheck();
    problem.textContent = '';
    outcome.replaceChildren();
    try {
      await showSimulation(outcome, page, asked());
    } catch (error) {
      problem.textContent = wordsOf(error);
    }
  });
}
