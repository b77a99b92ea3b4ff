// Checks: which property holds for every interleaving, and the shortest witness where one does not.

import { grouped as byKey } from '../../analysis/merge-races.js';
import type { CheckConfig, CheckResult } from '../../results/check-result.js';
import { descriptorWords } from '../../scenarios/reclaim.js';
import { type Property, properties, propertyTitle } from '../../violations/table.js';
import { grouped, plural, time } from '../numbers.js';
import { threadNames } from '../witness.js';
import { type Cited, cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import type { PlayerInput } from './player.js';
import type { SourceTexts } from './source-text.js';
import { dataTable, verdictMarkup } from './tables.js';
import { players, witnessGroups } from './witness-players.js';

/** A longer table is folded by protocol. */
const MOST_ROWS = 12;

export function checkSection(evidence: Evidence, sources: SourceTexts): Markup | undefined {
  const checks = evidence.of('reftorture/check@1');
  const stories = witnessGroupsOf(evidence);
  if (checks.length === 0 && stories.length === 0) return undefined;
  return html`<section id="checks"><h2>Checks: every interleaving</h2>
<p class="lead">The same source, with a checker deciding who moves at every atomic access. What holds, holds for these threads and rounds under the memory model named; it says nothing about larger ones. A violation comes with the shortest schedule that shows it: its steps, and behind the slash those that touch the count word.</p>
${checks.length > MOST_ROWS ? folded(checks) : propertyTable('Properties by configuration', checks, true)}
${limits(checks)}${replays(evidence)}${stories.length > 0 && html`<h3 id="witnesses">Witnesses, step by step</h3>`}${players(stories, sources)}</section>`;
}

/** The cells of a matrix, folded by protocol. */
function folded(checks: readonly Cited<CheckResult>[]): Markup[] {
  return byKey(checks, ({ result }) => result.config.protocol).map((group) => {
    const { protocol } = (group[0] as Cited<CheckResult>).result.config;
    const violated = group.filter(({ result }) => result.verdict === 'violated');
    const shown = propertiesOf(violated).filter((property) =>
      violated.some(({ result }) => result.properties[property] === 'violated'),
    );
    const open = group.some(({ result }) => result.verdict === 'inconclusive');
    const verdict = violated.length > 0 ? 'violated' : open ? 'inconclusive' : 'clean';
    return html`<details><summary><b>${protocol}</b> ${verdictMarkup(verdict)}${violated.length > 0 && ` in ${violated.length} of ${group.length} configurations: ${shown.map((property) => propertyTitle(property)).join('; ')}`}${violated.length === 0 && ` in ${group.length} configurations`}</summary>${propertyTable(`Properties of ${protocol}`, group, false)}</details>`;
  });
}

function propertiesOf(checks: readonly Cited<CheckResult>[]): Property[] {
  return properties.filter((property) => checks.some(({ result }) => result.properties[property] !== undefined));
}

function propertyTable(caption: string, checks: readonly Cited<CheckResult>[], named: boolean): Markup {
  if (checks.length === 0) return html``;
  const properties = propertiesOf(checks);
  const head = ['configuration', 'verdict', ...properties.map((property) => propertyTitle(property))];
  const measures = ['states', 'depth', 'time'];
  const rows = checks.map(({ result, files }) => [
    html`${named && `${result.config.protocol} in `}${nameOf(result)}${cite(files)}`,
    verdictMarkup(result.verdict),
    ...properties.map((property) => cell(result, property)),
    ...[grouped(result.states), String(result.depth), time(result.elapsedMs)],
  ]);
  return dataTable(
    caption,
    [...head, ...measures],
    rows,
    measures.map((_, index) => head.length + index),
  );
}

function cell({ properties, witnesses }: CheckResult, property: Property): Markup {
  const witness = witnesses.find((candidate) => candidate.property === property);
  const status = properties[property];
  if (status === undefined) return html`<span class="near">not asked</span>`;
  return html`${verdictMarkup(status)}${witness && html`<small>${witness.steps.length} / ${witness.countAccesses}</small>`}`;
}

function nameOf({ config }: { readonly config: CheckConfig }): string {
  const { scenario, rounds, dtor, recheck, unmap, memory, width, resetAfter } = config;
  return [
    scenario,
    threadNames(config).join(' + '),
    ...(rounds > 1 ? [plural(rounds, 'round')] : []),
    `${dtor} destructor`,
    ...(recheck ? [] : ['no recheck']),
    ...(unmap === 'after-put' ? ['unmapped after the put'] : []),
    ...descriptorWords(config),
    ...(width < 32 ? [`${width}-bit word`] : []),
    ...(resetAfter === null ? [] : [`reset after ${resetAfter}`]),
    ...(memory === 'sc' ? [] : [memory]),
  ].join(', ');
}

function limits(checks: readonly Cited<CheckResult>[]): Markup {
  const notes = [...new Set(checks.flatMap(({ result }) => result.notes))];
  return html`<ul class="warnings">${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}

function replays(evidence: Evidence): Markup {
  const runs = evidence
    .of('reftorture/replay@1')
    .map(({ result, files }) => [
      html`${result.config.protocol} in ${nameOf(result)}: ${propertyTitle(result.property)}${cite(files)}`,
      verdictMarkup(result.verdict),
      `${grouped(result.agreed)} of ${grouped(result.replays)}`,
      result.problems.join('; '),
    ]);
  const head = ['witness', 'verdict', 'replays that agreed in every value', 'what differed'];
  return html`${runs.length > 0 && html`<h3>Replayed on real threads</h3>${dataTable('Replays', head, runs, [2])}`}`;
}

/** Every schedule of the page once, though a check, a witness file and a claim may all have it. */
function witnessGroupsOf(evidence: Evidence): PlayerInput[] {
  const all = [
    ...evidence.of('reftorture/check@1').flatMap(({ result }) => witnessGroups(result.config, result.witnesses)),
    ...evidence.of('reftorture/witness@1').flatMap(({ result }) => witnessGroups(result.config, [result.witness])),
    ...evidence
      .of('reftorture/claims@1')
      .flatMap(({ result }) =>
        result.claims.flatMap(({ witness }) => (witness ? witnessGroups(witness.config, [witness.witness]) : [])),
      ),
  ];
  return byKey(all, ({ config, witness }) => JSON.stringify([config, witness.schedule])).map(
    ([first]) => first as PlayerInput,
  );
}
