// A check on the page: its progress, and its answer.

import { check } from '../../../harness/check/check.js';
import { progressText } from '../../../report/check-report.js';
import { setUpPlayer } from '../../../report/html/browser/live-player.js';
import { checkAnswer } from '../../../report/html/check-section.js';
import { html } from '../../../report/html/markup.js';
import type { SourceTexts } from '../../../report/html/sources.js';
import { sourceSection } from '../../../report/html/sources.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import type { CheckResult } from '../../../results/check-result.js';
import { query } from '../elements.js';
import type { PageContext } from '../panel.js';
import { sourcesFor } from './sources.js';

/**
 * Checks `resolved` and shows the answer in `root`, unless something else is shown there by then. `signal` ends it early.
 * Resolves when it is over. @throws what check() throws
 */
export async function showCheck(
  root: HTMLElement,
  page: PageContext,
  resolved: ResolvedCheck,
  signal: AbortSignal,
): Promise<void> {
  root.innerHTML = html`<p class="working"><progress aria-label="Checking"></progress> <span>begins</span></p>`.text;
  const working = query(root, '.working', HTMLElement);
  const sources = sourcesFor(resolved); // the reader may write on meanwhile
  const startMs = performance.now();
  const result = await check(resolved, {
    signal,
    onProgress: (progress) => {
      query(working, 'span', HTMLElement).textContent = progressText(progress, performance.now() - startMs);
    },
  }).catch((error: unknown) => {
    working.remove();
    throw error;
  });
  if (working.isConnected) showAnswer(root, page, result, sources);
}

function showAnswer(root: HTMLElement, page: PageContext, result: CheckResult, sources: SourceTexts): void {
  const answer = checkAnswer(result, sources);
  root.innerHTML = html`${answer}${sourceSection(sources)}`.text;
  for (const player of root.querySelectorAll<HTMLElement>('.player')) setUpPlayer(player);
  page.keep(result);
  page.announce(`${result.config.protocol} in ${result.config.scenario}: ${result.verdict}.`);
}
