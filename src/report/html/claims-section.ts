// The questions and statements of the thread, with their answers.

import type { ClaimPart, ClaimResult } from '../../results/claims-result.js';
import { interruptionCharts } from '../charts/charts.js';
import type { LineChart } from '../charts/line-chart.js';
import { answerText, COMBINATIONS_LEGEND, combinationsTable } from '../claims-report.js';
import { html, type Markup, type Piece } from '../markup.js';
import { playerId } from './player.js';
import { cite, dataTable, type Evidence, sameTable } from './tables.js';

/** Links lead to the archive of the list and nowhere else, whatever a file says. */
const ARCHIVE = /^https:\/\/lkml\.iu\.edu\/[\w./-]+$/;

export interface ClaimChart {
  /** The part that it belongs to. */
  readonly heading: string;
  readonly chart: LineChart;
}

export function claimCharts(evidence: Evidence): ClaimChart[] {
  return evidence.of('reftorture/claims@1').flatMap(({ result, files }) =>
    result.claims.flatMap((claim) =>
      claim.parts.flatMap(({ id, question, curves = [] }) =>
        interruptionCharts(`${claim.id}-${id}-${files.join('-')}`, curves).map((chart) => ({
          heading: `${claim.id} (${id}): ${question}`,
          chart,
        })),
      ),
    ),
  );
}

export function claimsSection(
  evidence: Evidence,
  charts: readonly ClaimChart[],
  drawn: (charts: readonly LineChart[]) => Piece,
): Markup | undefined {
  const rows = evidence
    .of('reftorture/claims@1')
    .flatMap(({ result, files }) =>
      result.claims.map((claim) => [
        html`<span id="claim-${claim.id}">${claim.id}</span>${cite(files)}`,
        html`${claim.claim}<small>${sourceOf(claim)}</small>`,
        html`${answersOf(claim)}${stepsOf(claim)}`,
      ]),
    );
  if (rows.length === 0) return undefined;
  return html`<section id="claims"><h2>What the thread asked and said</h2>
<p class="lead">Each answer was found by the run that the file records; the commands beside it find it again. An answer is neither good nor bad.</p>
${dataTable('Questions and answers', ['row', 'asked or said, in our words', 'answers'], rows, [], 'claims')}${charts.map(({ heading, chart }) => html`<h3>${heading}</h3>${drawn([chart])}`)}${combinationTables(evidence)}</section>`;
}

function combinationTables(evidence: Evidence): Markup[] {
  return evidence.of('reftorture/claims@1').flatMap(({ result, files }) =>
    result.claims.flatMap((claim) =>
      claim.parts.flatMap(({ id, question, combinations = [] }) =>
        combinations.length === 0
          ? []
          : html`<h3>${claim.id} (${id}): ${question}</h3>
${sameTable(`Combinations of ${claim.id} (${id})`, combinationsTable(combinations))}<p>${COMBINATIONS_LEGEND}${cite(files)}</p>`,
      ),
    ),
  );
}

function sourceOf({ who, kind, link }: ClaimResult): Markup {
  const named = `${who}, ${kind}`;
  return ARCHIVE.test(link) ? html`<a href="${link}" rel="noreferrer">${named}</a>` : html`${named}`;
}

function answersOf({ parts }: ClaimResult): Markup {
  return html`${parts.map(partOf)}`;
}

function partOf(part: ClaimPart): Markup {
  return html`<div class="part"><p>(${part.id}) ${part.question}</p><b class="answer">${answerText(part)}</b> ${part.evidence}${howIn(part)}</div>`;
}

function howIn({ details, bound, commands }: Pick<ClaimResult, 'details' | 'bound' | 'commands'>): Markup {
  return html`<details><summary>what was done, and how to see it again</summary>
${details.length > 0 && html`<ul class="warnings">${details.map((detail) => html`<li>${detail}</li>`)}</ul>`}<p>${bound}</p>
${commands.map((command) => html`<small><code>${command}</code></small>`)}</details>`;
}

function stepsOf({ witness }: ClaimResult): Piece {
  return witness && html`<a href="#${playerId(witness.witness)}">Step through it</a>`;
}
