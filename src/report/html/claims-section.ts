// The claims of the thread with their verdicts.

import type { ClaimsResult } from '../../results/claims-result.js';
import type { Result } from '../../results/read-result.js';
import { cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import { dataTable, verdictMarkup } from './tables.js';

const KINDS: Readonly<Record<string, string>> = {
  'confirmed under conditions': 'conditional',
  'not decided here': 'undecided',
};

export function isClaims(result: Result): result is ClaimsResult {
  return result.schema === 'reftorture/claims@1';
}

export function claimsSection(evidence: Evidence): Markup | undefined {
  const rows = evidence
    .of(isClaims)
    .flatMap(({ result, files }) =>
      result.claims.map(({ id, who, claim, verdict, evidence: line, details, bound, commands }) => [
        html`${id}${cite(files)}`,
        html`${claim}<small>${who}</small>`,
        verdictMarkup(verdict, KINDS[verdict]),
        html`${line}${details.length > 0 && html`<details><summary>in full</summary><ul class="warnings">${details.map((detail) => html`<li>${detail}</li>`)}</ul></details>`}<small>${bound}</small>${commands.map((command) => html`<small><code>${command}</code></small>`)}`,
      ]),
    );
  if (rows.length === 0) return undefined;
  return html`<section id="claims"><h2>The claims of the thread</h2>
<p class="lead">Each verdict was computed by the run that the file records; the command beside it computes it again.</p>
${dataTable('Claims and verdicts', ['claim', 'what was said', 'verdict', 'evidence'], rows)}</section>`;
}
