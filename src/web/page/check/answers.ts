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
import { attempt, startAndStop, wordsOf } from '../frame/runner.js';

export function showAnswer(root: HTMLElement, result: CheckResult, sources: SourceTexts): void {
  const answer = checkAnswer(result, sources);
  root.innerHTML = html`${answer}${sourceSection(sources)}`.text;
  for (const player of root.querySelectorAll<HTMLElement>('.player')) setUpPlayer(player);
}

/**
 * Has the buttons of `root` show in `.outcome` what is `asked` for: `.start` and `.stop` the checker's answer, `.try` the
 * reader's own attempt. `keeps` is asked whether the result of a check is kept among those of the visit, and `failed` hears
 * what a check failed of. Returns what begins a check without a click.
 */
export function offerCheck(
  root: HTMLElement,
  page: PageContext,
  asked: () => ResolvedCheck,
  keeps: (clicked: boolean) => boolean = () => true,
  failed: (problem: string) => void = () => {},
): () => void {
  const outcome = query(root, '.outcome', HTMLElement);
  openSources(outcome);
  const work = async (signal: AbortSignal, clicked: boolean): Promise<void> => {
    outcome.classList.remove('outdated');
    outcome.innerHTML =
      html`<p class="working"><progress aria-label="Checking"></progress> <span>begins</span></p>`.text;
    const working = query(outcome, '.working', HTMLElement);
    try {
      const resolved = asked();
      // The reader may write on meanwhile.
      const sources = sourcesFor(resolved);
      const own = ownFilesIn(resolved.config);
      const startMs = performance.now();
      const result = await check(resolved, {
        signal,
        onProgress: (progress) => {
          query(working, 'span', HTMLElement).textContent = progressText(progress, performance.now() - startMs);
        },
      });
      if (!working.isConnected) return; // something else is shown
      showAnswer(outcome, result, sources);
      if (keeps(clicked)) page.keep(result, own);
      page.announce(`${result.config.protocol} in ${result.config.scenario}: ${result.verdict}.`);
    } catch (error) {
      working.remove();
      failed(wordsOf(error));
      throw error;
    }
  };
  const { run, end } = startAndStop(root, page, work, false);
  const button = query(root, '.try', HTMLButtonElement);
  button.disabled = false;
  button.addEventListener('click', () => {
    end(); // its place is needed
    outcome.innerHTML = html`<p class="working trying">Reads the sources …</p>`.text;
    const working = outcome.firstElementChild;
    void attempt(root, async () => {
      await page.simulate(outcome, asked(), () => working?.isConnected === true);
    }).finally(() => working?.remove());
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
