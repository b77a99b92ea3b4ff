// A result on the shelf, as it is shown.

import { html, type Markup } from '../../../report/html/markup.js';
import { verdictMarkup } from '../../../report/html/tables.js';
import { plural } from '../../../report/numbers.js';
import { resultText } from '../../../report/result-text.js';
import { joined, machineOf, outcomeOf, subjectOf } from '../../../report/results-table.js';
import type { Result, ResultFile } from '../../../results/result-bytes.js';
import type { Entry } from './shelf.js';

export function entryMarkup({ result }: Entry): Markup {
  const { results, file, madeAt } = result;
  const about = [
    ...(madeAt === null ? [] : [new Date(madeAt).toLocaleString()]),
    joined(results.map(machineOf)),
    `from ${file}`,
  ];
  return html`<h3>${kindOf(result)}: ${joined(results.map(subjectOf)) || plural(0, 'run')}</h3>
<p class="facts">${outcomes(results)} · ${about.join(' · ')}</p>
<p class="buttons"><button type="button" class="download">Download</button> <button type="button" class="share">Share as a link</button></p>
<p class="shared"></p>
<details><summary>In full</summary><pre class="wide" tabindex="0">${resultText(result)}</pre></details>`;
}

function outcomes(results: readonly Result[]): Markup | string {
  const [first, ...others] = results;
  if (first && others.length === 0 && 'verdict' in first) return verdictMarkup(first.verdict);
  return joined(results.map(outcomeOf));
}

/** As the command is called: `race` of `reftorture/race@1` and of a set of them. */
function kindOf({ schema }: ResultFile): string {
  return schema.replace(/^reftorture\/|(?:-set)?@\d+$/g, '');
}

/** Of the file that a result is downloaded as. */
export function fileNameOf(result: ResultFile): string {
  const words = [kindOf(result), ...result.results.slice(0, 1).map(subjectOf)].join('-');
  return `reftorture-${words.replace(/[^\w]+/g, '-').slice(0, 60)}-${result.digest}.json`;
}
