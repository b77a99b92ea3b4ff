// Races: what came out, how often, and how it depends on the stall.

import { mergeRaces, raceKey } from '../../analysis/merge-races.js';
import { stallAsTyped } from '../../analysis/stall-words.js';
import type { RaceResult } from '../../results/race-result.js';
import { descriptorWords } from '../../scenarios/reclaim.js';
import { isObservation, type ViolationEntry, violations, violationTable } from '../../violations/table.js';
import type { LineChart } from '../charts/line-chart.js';
import type { LineStyles } from '../charts/line-styles.js';
import { violationRateCharts } from '../charts/violation-rate-charts.js';
import { grouped, plural, short, time } from '../numbers.js';
import { noneIn } from '../race-table.js';
import { story } from '../story.js';
import { type Cited, cite, type Evidence } from './evidence.js';
import { html, type Markup, type Piece } from './markup.js';
import { dataTable, outcome, verdictMarkup } from './tables.js';

interface Outcome {
  readonly title: string;
  readonly events: (result: RaceResult) => number;
  /** What it could have happened to. */
  readonly per: ViolationEntry['per'];
  readonly bad: (result: RaceResult) => boolean;
}

const OUTCOMES: readonly Outcome[] = [
  ...violations.map((violation): Outcome => {
    const { title, per } = violationTable[violation];
    return {
      ...{ title, per },
      bad: ({ config }) => !isObservation(violation, config.dtor),
      events: (result) => result.violations[violation],
    };
  }),
  { title: 'resurrection', events: ({ totals }) => totals.resurrections, per: 'gets', bad: () => false },
  { title: 'aborted free', events: ({ totals }) => totals.abortedFrees, per: 'frees', bad: () => false },
];

export function raceCharts(
  evidence: Evidence,
  styles: LineStyles,
): { readonly machine: string; readonly charts: LineChart[] }[] {
  const races = evidence.of('reftorture/race@1').map(({ result }) => result);
  return evidence.machines().map((environment) => {
    const machine = evidence.letterOf(environment);
    const own = races.filter((race) => evidence.letterOf(race.environment) === machine);
    return { machine, charts: violationRateCharts(`stall-${machine}`, mergeRaces(own), styles) };
  });
}

export function raceSection(evidence: Evidence, drawn: (machine: string) => Piece): Markup | undefined {
  const races = together(evidence.of('reftorture/race@1'));
  if (races.length === 0) return undefined;
  const seen = OUTCOMES.filter(({ events }) => races.some(({ result }) => events(result) > 0));
  const never = OUTCOMES.filter((entry) => !seen.includes(entry)).map(({ title }) => title);
  const machines = [...new Set(races.map(({ result }) => evidence.letterOf(result.environment)))];
  const several = evidence.machines().length > 1;
  const head = [
    'run',
    'verdict',
    'first after',
    ...seen.map(({ title, per }) => html`${title}<small>of ${per}</small>`),
    'operations',
    'per second',
  ];
  const rows = races.map(({ result, files }) => [
    html`${nameOf(result)}${several && html` on ${evidence.letterOf(result.environment)}`}${cite(files)}`,
    verdictMarkup(result.verdict),
    result.firstViolationMs === null ? (noneIn(result) ?? '–') : time(result.firstViolationMs),
    ...seen.map(({ events, per, bad }) => outcome(events(result), chances(result, per), bad(result))),
    grouped(result.totals.operations),
    short((result.totals.operations * 1000) / result.durationMs),
  ]);
  const numeric = head.flatMap((_, column) => (column > 1 ? [column] : []));
  return html`<section id="races"><h2>Races: real threads</h2>
<p class="lead">Worker threads play the scenario on shared memory, and detectors watch. A violation is proof. A clean run is a sample of interleavings and no proof: below the zero stands what it excludes with 95 % confidence, if events are independent.</p>
${dataTable('Outcomes of races', head, rows, numeric)}
${never.length > 0 && html`<p class="notes">In none of these runs: ${never.join('; ')}.</p>`}
${machines.map((machine) => drawn(machine))}
${stories(races)}${notes(races)}</section>`;
}

function together(races: readonly Cited<RaceResult>[]): Cited<RaceResult>[] {
  const merged = mergeRaces(races.map(({ result }) => result));
  return merged.map((result) => ({
    result,
    files: races.filter((race) => raceKey(race.result) === raceKey(result)).flatMap(({ files }) => files),
  }));
}

function chances({ totals }: RaceResult, per: Outcome['per']): number {
  return per === 'frees' ? totals.frees : totals.tryGets - totals.failedGets + totals.gets;
}

function nameOf({ config }: RaceResult): string {
  const { protocol, scenario, engine, threads, stall, dtor, recheck, reuse } = config;
  return [
    `${protocol} in ${scenario}`,
    engine,
    plural(threads, 'thread'),
    ...(stall.kind === 'none' ? [] : [`stall ${stallAsTyped(stall)}`]),
    ...(dtor === 'captured' ? [] : [dtor]),
    ...(recheck ? [] : ['no recheck']),
    ...(reuse === 'cold' ? ['cold reuse'] : []),
    ...descriptorWords(config),
  ].join(', ');
}

/** One story for each protocol, since its stories are alike. */
function stories(races: readonly Cited<RaceResult>[]): Markup {
  const covered = new Set<string>();
  const witnessGroups = races.flatMap(({ result, files }) => {
    const lines = covered.has(result.config.protocol) ? [] : story(result);
    if (lines.length === 0) return [];
    covered.add(result.config.protocol);
    return [
      html`<blockquote class="story">${lines.map((line, index) => html`<p>${line.trim()}${index === 0 && cite(files)}</p>`)}</blockquote>`,
    ];
  });
  return html`${witnessGroups.length > 0 && html`<h3>As it happened</h3>`}${witnessGroups}`;
}

function notes(races: readonly Cited<RaceResult>[]): Markup {
  const lines = races.flatMap(({ result }) =>
    [...result.conservation.problems, ...result.notes].map((note) => `${nameOf(result)}: ${note}`),
  );
  return html`${lines.length > 0 && html`<h3>Notes</h3><ul class="warnings">${[...new Set(lines)].map((line) => html`<li>${line}</li>`)}</ul>`}`;
}
