// The claims of the thread with their verdicts.

import type { ClaimResult } from '../../results/claims-result.js';
import { cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import { playerId } from './player.js';
import { dataTable, verdictMarkup } from './tables.js';

const KINDS: Readonly<Record<string, string>> = {
  'confirmed under conditions': 'conditional',
  'not decided here': 'undecided',
};

export function claimsSection(evidence: Evidence): Markup | undefined {
  const rows = evidence
    .of('reftorture/claims@1')
    .flatMap(({ result, files }) =>
      result.claims.map((claim) => [
        html`<span id="claim-${claim.id}">${claim.id}</span>${cite(files)}`,
        html`${claim.claim}<small>${claim.who}</small>`,
        verdictMarkup(claim.verdict, KINDS[claim.verdict]),
        html`${claim.evidence}${inFull(claim)}`,
      ]),
    );
  if (rows.length === 0) return undefined;
  return html`<section id="claims"><h2>The claims of the thread</h2>
<p class="lead">Each verdict was computed by the run that the file records; the command beside it computes it again.</p>
${dataTable('Claims and verdicts', ['claim', 'what was said', 'verdict', 'evidence'], rows, [], 'claims')}</section>`;
}

function inFull({ details, bound, commands, witness }: ClaimResult): Markup {
  const steps = witness && html`<a href="#${playerId(witness.witness)}">Step through it</a>`;
  return html`<details><summary>what was done, and how to see it again</summary>
${details.length > 0 && html`<ul class="warnings">${details.map((detail) => html`<li>${detail}</li>`)}</ul>`}<p>${bound}</p>
${commands.map((command) => html`<small><code>${command}</code></small>`)}</details>${steps}`;
}
