// The results of races, for a terminal.

import pc from 'picocolors';
import { stallAsTyped } from '../analysis/stall-words.js';
import { destructorsOf, observationsSeen, type RaceResult, violationsSeen } from '../results/race-result.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import { type Violation, violations, violationTable } from '../violations/table.js';
import { grouped, short, time } from './numbers.js';
import { type Cell, type Column, painted, textTable } from './table.js';
import { verdictCell } from './verdict.js';

/** The violation whose rate is given where it shows: it counts every stolen free, whatever the types. */
const RATED: Violation = 'stolenFree';
/** More runs than this do not fit side by side. */
const MOST_COLUMNS = 4;

/** Violations and near misses: a column for each of a few protocols and engines, or a row for each of many runs. */
export function raceTable(results: readonly RaceResult[]): string {
  const situations = new Set(
    results.map(({ config }) =>
      [config.scenario, stallAsTyped(config.stall), config.recheck, config.reuse, ...descriptorWords(config)].join(' '),
    ),
  );
  return results.length <= MOST_COLUMNS && situations.size === 1 ? columnPerRun(results) : rowPerRun(results);
}

/** Violations that some of `results` show, the most telling first. */
export function seenIn(results: readonly RaceResult[]): Violation[] {
  return violations.filter((violation) => results.some((result) => violationsSeen(result).includes(violation)));
}

/** Observations that some of `results` made. */
export function observedIn(results: readonly RaceResult[]): Violation[] {
  return violations.filter((violation) => results.some((result) => observationsSeen(result).includes(violation)));
}

function countOf({ violations: found }: RaceResult, violation: Violation): number {
  return found[violation];
}

function perSecond({ durationMs }: RaceResult, count: number): string {
  return count === 0 ? '0' : short((count * 1000) / durationMs);
}

interface RunColumn extends Column {
  readonly cell: (result: RaceResult) => Cell;
}

const DESCRIPTORS: readonly RunColumn[] = [
  { head: 'reclaim', key: true, cell: ({ config }) => config.reclaim ?? '-' },
  { head: 'section', key: true, cell: ({ config }) => config.section ?? '-' },
];

function rowPerRun(results: readonly RaceResult[]): string {
  const names: RunColumn[] = [
    { head: 'scenario', key: true, cell: ({ config }) => config.scenario },
    { head: 'protocol', key: true, least: 12, cell: ({ config }) => config.protocol },
    { head: 'engine', key: true, cell: ({ config }) => config.engine },
    { head: 'stall', key: true, cell: ({ config }) => stallAsTyped(config.stall) },
    { head: 'recheck', key: true, cell: ({ config }) => (config.recheck ? 'yes' : 'no') },
    ...(results.some(({ config }) => descriptorWords(config).length > 0) ? DESCRIPTORS : []),
  ];
  const columns: RunColumn[] = [
    // What all runs have in common stands in the heading.
    ...names.filter(({ head, cell }) => head === 'protocol' || new Set(results.map(cell)).size > 1),
    { head: 'verdict', cell: ({ verdict }) => verdictCell(verdict) },
    { head: 'operations/s', align: 'right', cell: (result) => perSecond(result, result.totals.operations) },
    ...[...seenIn(results), ...observedIn(results)].map((violation): RunColumn => {
      const head = `${violationTable[violation].shortTitle}/s`;
      return { head, align: 'right', cell: (result) => perSecond(result, countOf(result, violation)) };
    }),
    { head: 'first', align: 'right', cell: firstAfter },
  ];
  return textTable(
    columns,
    results.map((result) => columns.map(({ cell }) => cell(result))),
  );
}

function firstAfter(result: RaceResult): string {
  return result.firstViolationMs === null ? (noneIn(result) ?? '-') : time(result.firstViolationMs);
}

/** For how long a race was clean that was to go on until a violation; undefined of any other. */
export function noneIn({ config, verdict, durationMs }: RaceResult): string | undefined {
  return config.stopOnViolation && verdict === 'clean' ? `none in ${time(durationMs)}` : undefined;
}

function columnPerRun(results: readonly RaceResult[]): string {
  const row = (label: Cell, cell: (result: RaceResult) => Cell): Cell[] => [label, ...results.map(cell)];
  const columns: Column[] = [
    { head: '', key: true },
    ...results.map(({ config }): Column => ({ head: `${config.protocol} / ${config.engine}`, align: 'right' })),
  ];
  return textTable(columns, [
    row('operations', ({ totals }) => grouped(totals.operations)),
    row('operations per second', (result) => perSecond(result, result.totals.operations)),
    row('pages allocated, freed', ({ totals }) => `${short(totals.allocs)}, ${short(totals.frees)}`),
    ...destructorRow(results, row),
    ...violationRows(results, row),
    row(painted('near misses', pc.bold), () => ''),
    row('  resurrections (get took 0 to 1)', ({ totals }) => grouped(totals.resurrections)),
    row('  aborted frees (step 2 lost)', ({ totals }) => grouped(totals.abortedFrees)),
    row('  failed gets', ({ totals }) => grouped(totals.failedGets)),
    row('  CAS retries', ({ totals }) => grouped(totals.casRetries)),
    ...observedIn(results).map((violation) =>
      row(`  ${violationTable[violation].title}`, (result) => grouped(countOf(result, violation))),
    ),
    row(painted('verdict', pc.bold), ({ verdict }) => verdictCell(verdict)),
  ]);
}

/** Exactly one for each page freed, or how many too many. */
function destructorRow(
  results: readonly RaceResult[],
  row: (label: Cell, cell: (result: RaceResult) => Cell) => Cell[],
): Cell[][] {
  if (results.every(({ totals }) => destructorsOf(totals) === undefined)) return [];
  return [row('destructors per page freed', destructorCell)];
}

function destructorCell({ totals }: RaceResult): Cell {
  const run = destructorsOf(totals);
  if (run === undefined || totals.frees === 0) return '-';
  if (run === totals.frees) return 'exactly 1';
  return painted(`${grouped(Math.abs(run - totals.frees))} too ${run > totals.frees ? 'many' : 'few'}`, pc.red);
}

function violationRows(
  results: readonly RaceResult[],
  row: (label: Cell, cell: (result: RaceResult) => Cell) => Cell[],
): Cell[][] {
  const seen = seenIn(results);
  const rated = seen.find((violation) => violation === RATED) ?? seen[0];
  if (rated === undefined) {
    return [row(painted('violations', pc.bold), (result) => painted(noneIn(result) ?? 'none', pc.dim))];
  }
  return [
    row(painted('violations', pc.bold), () => ''),
    ...seen.map((violation) =>
      row(`  ${violationTable[violation].title}`, (result) => {
        const count = countOf(result, violation);
        return painted(grouped(count), count === 0 ? pc.dim : pc.red);
      }),
    ),
    row(`  ${violationTable[rated].plural} per second`, (result) => perSecond(result, countOf(result, rated))),
    row('  first after', firstAfter),
  ];
}
