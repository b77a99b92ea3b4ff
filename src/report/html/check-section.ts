// Checks: which property holds for every interleaving, and the shortest witness where one does not.

import type { CheckResult, Property } from '../../results/check-result.js';
import type { Result } from '../../results/read-result.js';
import { grouped, plural, short, time } from '../numbers.js';
import { PROPERTY_TITLES, threadNames } from '../witness.js';
import { type Cited, cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import { player } from './player.js';
import type { SourceTexts } from './source-text.js';
import { dataTable, verdictMarkup } from './tables.js';

/** A page with more players than this would be slow to open. */
const MOST_PLAYERS = 30;

export function isCheck(result: Result): result is CheckResult {
  return result.schema === 'reftorture/check@1';
}

export function checkSection(evidence: Evidence, sources: SourceTexts): Markup | undefined {
  const checks = evidence.of(isCheck);
  if (checks.length === 0) return undefined;
  const properties = (Object.keys(PROPERTY_TITLES) as Property[]).filter((property) =>
    checks.some(({ result }) => result.properties[property] !== undefined),
  );
  const head = [
    'configuration',
    'verdict',
    ...properties.map((property) => PROPERTY_TITLES[property]),
    'states',
    'depth',
    'time',
  ];
  const rows = checks.map(({ result, files }) => [
    html`${nameOf(result)}${cite(files)}`,
    verdictMarkup(result.verdict),
    ...properties.map((property) => cell(result, property)),
    grouped(result.states),
    String(result.depth),
    time(result.elapsedMs),
  ]);
  const numeric = [head.length - 3, head.length - 2, head.length - 1];
  return html`<section id="checks"><h2>Checks: every interleaving</h2>
<p class="lead">The same source, with a checker deciding who moves at every atomic access. What holds, holds for these threads and rounds under the memory model named; it says nothing about larger ones. A violation comes with the shortest schedule that shows it: its steps, and behind the slash those that touch the count word.</p>
${dataTable('Properties by configuration', head, rows, numeric)}
${limits(checks)}${players(checks, sources)}</section>`;
}

function cell({ properties, witnesses }: CheckResult, property: Property): Markup {
  const witness = witnesses.find((candidate) => candidate.property === property);
  const status = properties[property];
  if (status === undefined) return html`<span class="near">not asked</span>`;
  return html`${verdictMarkup(status)}${witness && html`<small>${witness.steps.length} / ${witness.countAccesses}</small>`}`;
}

function nameOf({ config }: CheckResult): string {
  const { protocol, scenario, rounds, dtor, recheck, unmap, memory, width, resetAfter } = config;
  return [
    `${protocol} in ${scenario}`,
    threadNames(config).join(' + '),
    ...(rounds > 1 ? [plural(rounds, 'round')] : []),
    `${dtor} destructor`,
    ...(recheck ? [] : ['no recheck']),
    ...(unmap === 'after-put' ? ['unmapped after the put'] : []),
    ...(width < 32 ? [`${width}-bit word`] : []),
    ...(resetAfter === null ? [] : [`reset after ${resetAfter}`]),
    ...(memory === 'sc' ? [] : [memory]),
  ].join(', ');
}

function limits(checks: readonly Cited<CheckResult>[]): Markup {
  const notes = [...new Set(checks.flatMap(({ result }) => result.notes))];
  const rates = checks.map(({ result }) => (result.states * 1000) / result.elapsedMs).filter(Number.isFinite);
  const best = rates.reduce((most, rate) => Math.max(most, rate), 0);
  return html`<ul class="warnings">${notes.map((note) => html`<li>${note}</li>`)}${best > 0 && html`<li>At most ${short(best)} states per second, whole check.</li>`}</ul>`;
}

function players(checks: readonly Cited<CheckResult>[], sources: SourceTexts): Markup {
  const all = checks.flatMap(({ result }) => result.witnesses.map((witness) => ({ config: result.config, witness })));
  // A schedule that shows two properties is one story: it is told under the first.
  const told = all.filter(({ config, witness }, index) => {
    const first = all.findIndex((other) => other.config === config && other.witness.schedule === witness.schedule);
    return first === index;
  });
  const shown = told.slice(0, MOST_PLAYERS);
  const [first, ...rest] = shown.map((input, index) => player({ id: `witness-${index + 1}`, ...input }, sources));
  if (!first) return html``;
  return html`<h3 id="witnesses">Witnesses, step by step</h3>${first}${rest.map((markup, index) => {
    const { config, witness } = shown[index + 1] as (typeof shown)[number];
    return html`<details><summary>${config.protocol} in ${config.scenario}, ${config.dtor} destructor: ${PROPERTY_TITLES[witness.property]}, ${plural(witness.steps.length, 'step')}</summary>${markup}</details>`;
  })}${told.length > MOST_PLAYERS && html`<p class="notes">${told.length - MOST_PLAYERS} further witnesses are in the files, not on this page.</p>`}`;
}
