// Answers to a check on the page: the checker's, with its progress, or the attempts of the reader, and their sources.

import { check } from '../../../harness/check/check.js';
import { progressText } from '../../../report/check-report.js';
import { setUpPlayer } from '../../../report/html/browser/live-player.js';
import { checkAnswer } from '../../../report/html/check-section.js';
import { type SourceTexts, sourceSection, sourcesFor } from '../../../report/html/sources.js';
import { html } from '../../../report/markup.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import type { CheckResult } from '../../../results/check-result.js';
import { ownFilesIn } from '../frame/own-files.js';
import { type PageContext, query } from '../frame/page.js';
import { startAndStop, wordsOf } from '../frame/runner.js';

/**
 * Checks `resolved` and shows the answer in `root`, unless something else is shown there by then. `signal` ends it early.
 * Resolves when it is over. @throws what check() throws
 */
async function showCheck(
  root: HTMLElement,
  page: PageContext,
  resolved: ResolvedCheck,
  signal: AbortSignal,
  keeps: boolean,
): Promise<void> {
  root.classList.remove('outdated');
  root.innerHTML = html`<p class="working"><progress aria-label="Checking"></progress> <span>begins</span></p>`.text;
  const working = query(root, '.working', HTMLElement);
  // The reader may write on meanwhile.
  const sources = sourcesFor(resolved);
  const own = ownFilesIn(resolved.config);
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
  if (!working.isConnected) return;
  showAnswer(root, result, sources);
  if (keeps) page.keep(result, own);
  page.announce(`${result.config.protocol} in ${result.config.scenario}: ${result.verdict}.`);
}

export function showAnswer(root: HTMLElement, result: CheckResult, sources: SourceTexts): void {
  const answer = checkAnswer(result, sources);
  root.innerHTML = html`${answer}${sourceSection(sources)}`.text;
  for (const player of root.querySelectorAll<HTMLElement>('.player')) setUpPlayer(player);
}

/**
 * Has the buttons of `root` show in `.outcome` what is `asked` for: `.start` and `.stop` the checker's answer, `.try` the
 * reader's own attempt. `keeps` is asked before each check whether its result is kept among those of the visit, and `failed`
 * hears what a check failed of. Returns what begins a check without a click.
 */
export function offerCheck(
  root: HTMLElement,
  page: PageContext,
  asked: () => ResolvedCheck,
  { keeps = () => true, failed = () => {} }: { keeps?: () => boolean; failed?: (problem: string) => void } = {},
): () => void {
  const outcome = query(root, '.outcome', HTMLElement);
  openSources(outcome);
  const { run, end } = startAndStop(
    root,
    page,
    async (signal) => {
      outcome.replaceChildren();
      const isKept = keeps();
      try {
        await showCheck(outcome, page, asked(), signal, isKept);
      } catch (error) {
        failed(wordsOf(error));
        throw error;
      }
    },
    false,
  );
  const button = query(root, '.try', HTMLButtonElement);
  const problem = query(root, '.problem', HTMLElement);
  button.disabled = false;
  button.addEventListener('click', async () => {
    end(); // its place is needed
    problem.textContent = '';
    outcome.innerHTML = html`<p class="working trying">Reads the sources …</p>`.text;
    const working = outcome.firstElementChild;
    try {
      await page.simulate(outcome, asked(), () => working?.isConnected === true);
    } catch (error) {
      working?.remove();
      problem.textContent = wordsOf(error);
    }
  });
  return run;
}

/** Opens the listing that a link of `root` leads to and goes there. The address stays: it names the panel. */
export function openSources(root: HTMLElement): void {
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (!link) return;
    event.preventDefault();
    const line = root.querySelector(`[id="${CSS.escape(link.getAttribute('href')?.slice(1) ?? '')}"]`);
    if (!line) return;
    for (const shown of root.querySelectorAll('.listing .shown')) shown.classList.remove('shown');
    line.classList.add('shown');
    const fold = line.closest('details');
    if (fold) fold.open = true;
    line.scrollIntoView({ block: 'center' });
  });
}
