// The questions and statements of the thread, with their answers.

import type { ClaimPart, ClaimResult } from '../../results/claims-result.js';
import { interruptionCharts } from '../charts/charts.js';
import { answerText, COMBINATIONS_LEGEND, combinationsTable } from '../claims-report.js';
import { html, type Markup } from '../markup.js';
import { playerId } from './player.js';
import { cite, dataTable, type Evidence, type Figures, remarks, sameTable } from './tables.js';

/** Links lead to the archive of the list and nowhere else, whatever a file says. */
const ARCHIVE = /^https:\/\/lkml\.iu\.edu\/[\w./-]+$/;

export function claimsSection(evidence: Evidence, figures: Figures): Markup | undefined {
  const claims = evidence
    .of('reftorture/claims@1')
    .flatMap(({ result, files }) => result.claims.map((claim) => ({ claim, files })));
  if (claims.length === 0) return undefined;
  const rows = claims.map(({ claim, files }) => [
    html`<span id="claim-${claim.id}">${claim.id}</span>${cite(files)}`,
    html`${claim.claim}<small>${sourceOf(claim)}</small>`,
    html`${claim.parts.map(partOf)}${claim.witness && html`<a href="#${playerId(claim.witness.witness)}">Step through it</a>`}`,
  ]);
  const parts = claims.flatMap(({ claim: { id, parts }, files }) =>
    parts.map((part) => ({ part, files, name: `${id} (${part.id})`, chart: `${id}-${part.id}-${files.join('-')}` })),
  );
  const charts = parts.flatMap(({ part, name, chart }) =>
    interruptionCharts(chart, part.curves ?? []).map(
      (one) => html`<h3>${name}: ${part.question}</h3>${figures([one])}`,
    ),
  );
  const tables = parts.map(
    ({ part: { question, combinations = [] }, name, files }) =>
      combinations.length > 0 &&
      html`<h3>${name}: ${question}</h3>
${sameTable(`Combinations of ${name}`, combinationsTable(combinations))}<p>${COMBINATIONS_LEGEND}${cite(files)}</p>`,
  );
  return html`<section id="claims"><h2>What the thread asked and said</h2>
<p class="lead">Each answer was found by the run that the file records; the commands beside it find it again. An answer is neither good nor bad.</p>
${dataTable('Questions and answers', ['row', 'asked or said, in our words', 'answers'], rows, [], 'claims')}${charts}${tables}</section>`;
}

function sourceOf({ who, kind, link }: ClaimResult): Markup {
  const named = `${who}, ${kind}`;
  return ARCHIVE.test(link) ? html`<a href="${link}" rel="noreferrer">${named}</a>` : html`${named}`;
}

function partOf(part: ClaimPart): Markup {
  const { id, question, evidence, details, bound, commands } = part;
  return html`<div class="part"><p>(${id}) ${question}</p><b class="answer">${answerText(part)}</b> ${evidence}<details><summary>what was done, and how to see it again</summary>
${details.length > 0 && remarks(details)}<p>${bound}</p>
${commands.map((command) => html`<small><code>${command}</code></small>`)}</details></div>`;
}
