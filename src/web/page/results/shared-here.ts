// A shared result as it opens: its headline, what shows it, and the same run here, which agrees with it or not.

import { check } from '../../../harness/check/check.js';
import { race } from '../../../harness/race/race.js';
import { sourcesFor } from '../../../report/html/sources.js';
import { verdictMarkup } from '../../../report/html/tables.js';
import { html, type Markup } from '../../../report/markup.js';
import { grouped, plural, time } from '../../../report/numbers.js';
import { raceName, story } from '../../../report/race-report.js';
import { resolveCheck } from '../../../requests/check-request.js';
import { resolveRace } from '../../../requests/race-request.js';
import type { CheckResult } from '../../../results/check-result.js';
import type { RaceResult } from '../../../results/race-result.js';
import { resultIn } from '../../../results/result-bytes.js';
import { openSources, showAnswer } from '../check/answers.js';
import { writeOwnFiles } from '../frame/own-files.js';
import { type PageContext, query } from '../frame/page.js';
import { attempt, runButtons, startAndStop } from '../frame/runner.js';
import type { Entry } from './share-link.js';

type Shown = CheckResult | RaceResult;

/** Shows `shared` in `root`, with a button for the same run here. */
export function showShared(root: HTMLElement, page: PageContext, { result: { results }, own }: Entry): void {
  const [result] = results;
  root.replaceChildren();
  if (results.length > 1) return;
  if (result?.schema !== 'reftorture/check@1' && result?.schema !== 'reftorture/race@1') return;
  root.innerHTML = html`<h3>Shared with you: ${result.config.protocol} in ${result.config.scenario}</h3>
<p class="headline">${headlineOf(result)}</p>
${runButtons('Run it again here')}
<p class="agrees" role="status"></p><div class="outcome">${isCheck(result) ? '' : raceAccount(result)}</div>`.text;
  const outcome = query(root, '.outcome', HTMLElement);
  if (isCheck(result)) {
    void attempt(root, async () => {
      writeOwnFiles(own, result.config);
      showAnswer(outcome, result, sourcesFor(resolveCheck(result.config)));
      openSources(outcome);
    });
  }
  const agrees = query(root, '.agrees', HTMLElement);
  startAndStop(
    root,
    page,
    async (signal) => {
      writeOwnFiles(own, result.config);
      const run = isCheck(result)
        ? check(resolveCheck(result.config), { signal })
        : race(resolveRace(result.config), { signal });
      agrees.textContent = 'It runs …';
      const here = await run.finally(() => agrees.replaceChildren());
      page.keep(here, own);
      agrees.innerHTML = agreement(result, asRead(here)).text;
    },
    !isCheck(result),
  );
}

function isCheck(result: Shown): result is CheckResult {
  return result.schema === 'reftorture/check@1';
}

function headlineOf(result: Shown): Markup {
  if (isCheck(result))
    return html`${verdictMarkup(result.verdict)} in ${plural(result.states, result.config.anyThreads ? 'view' : 'state')}`;
  const { violations: found, durationMs } = result;
  return html`${verdictMarkup(result.verdict)}: ${grouped(found.stolenFree)} stolen frees in ${time(durationMs)}`;
}

function raceAccount(result: RaceResult): Markup {
  const lines = story(result);
  return html`<p class="facts">${raceName(result)}</p>${lines.length > 0 && html`<blockquote class="story">${lines.map((line) => html`<p>${line.trim()}</p>`)}</blockquote>`}`;
}

/** Returns `result` with what a file has of it. */
function asRead(result: Shown): Shown {
  return resultIn('this page', new TextEncoder().encode(JSON.stringify(result))).results[0] as Shown;
}

/** Parts of a check that have to be the same. */
const COMPARED = ['verdict', 'properties', 'states', 'witness', 'witnesses'] as const;

/** Returns whether the run here says what the shared one says. A check has to agree in every state. */
function agreement(there: Shown, here: Shown): Markup {
  if (!isCheck(there) || !isCheck(here)) {
    const same = verdictMarkup(there.verdict === here.verdict ? 'agrees' : 'differs');
    return html`${same} Here: ${headlineOf(here)}. Compared: the verdict; how often something shows is of the machine.`;
  }
  const differ = COMPARED.filter((key) => JSON.stringify(there[key]) !== JSON.stringify(here[key]));
  const note = differ.length === 0 ? `Compared: ${COMPARED.join(', ')}` : `What differs: ${differ.join(', ')}`;
  return html`${verdictMarkup(differ.length === 0 ? 'agrees' : 'differs')} Here: ${headlineOf(here)}. ${note}.`;
}
