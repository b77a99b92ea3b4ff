// Which broken protocols were found, by check and by race.

import {
  isAccused,
  isJudgedRight,
  type MutantRow,
  type MutantsResult,
  overflowsAsSaid,
  type SchemeRow,
} from '../results/mutants-result.js';
import { wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { type Column, type Table, textTable } from './table.js';

const MUTANT_COLUMNS: readonly Column[] = [
  { head: 'protocol', key: true },
  { head: 'breaks' },
  { head: 'check in' },
  { head: 'check finds', least: 24 },
  { head: 'shortest' },
  { head: 'states', align: 'right' },
  { head: 'race in' },
  { head: 'stall' },
  { head: 'race finds', least: 24 },
  { head: 'after' },
  { head: 'overflows with' },
];

const SCHEME_COLUMNS: readonly Column[] = [
  { head: 'reclaim', key: true },
  { head: 'section', key: true },
  { head: 'breaks' },
  { head: 'check finds', least: 12 },
  { head: 'shortest' },
  { head: 'states', align: 'right' },
  { head: 'race finds', least: 12 },
  { head: 'after' },
];

export function mutantsReport(result: MutantsResult): string {
  const schemes = schemesTable(result);
  const more = schemes ? [textTable(schemes)] : [];
  return [
    textTable(mutantsTable(result)),
    ...more,
    mutantsSummary(result),
    '',
    ...provenanceLines(result.environment),
  ].join('\n');
}

export function mutantsTable({ rows }: MutantsResult): Table {
  return { columns: MUTANT_COLUMNS, rows: rows.map(mutantCells) };
}

/** Grace periods of descriptors, mistaken and right; undefined where none were tried. */
export function schemesTable({ schemes }: MutantsResult): Table | undefined {
  return schemes.length === 0 ? undefined : { columns: SCHEME_COLUMNS, rows: schemes.map(schemeCells) };
}

function mutantCells(row: MutantRow): string[] {
  const { protocol, sound, mutant, check, race } = row;
  const breaks = sound ? 'no' : mutant ? 'on purpose' : 'yes';
  return [
    protocol,
    breaks,
    check.scenario,
    finding(check.verdict, check.violations),
    check.steps === null ? '-' : plural(check.steps, 'step'),
    grouped(check.states),
    ...(race
      ? [race.scenario, race.stall, finding(race.verdict, race.violations), time(race.durationMs)]
      : ['-', '-', 'out of reach', '-']),
    overflowCell(row),
  ];
}

function schemeCells({ reclaim, section, sound, check, race }: SchemeRow): string[] {
  return [
    reclaim,
    section,
    sound ? 'no' : 'on purpose',
    finding(check.verdict, check.violations),
    check.steps === null ? '-' : plural(check.steps, 'step'),
    grouped(check.states),
    finding(race.verdict, race.violations),
    time(race.durationMs),
  ];
}

/** The fewest threads by width: `3 at 3 bits, 5 at 4`. */
function overflowCell(row: MutantRow): string {
  const { overflow } = row;
  if (!overflow || overflow.length === 0) return '-';
  const found = overflow.every((one) => one.found === null)
    ? `none up to ${overflow.map(({ most }) => most).join(', ')}`
    : overflow
        .map(({ width, found }, index) => `${found ?? 'none'} at ${width}${index === 0 ? ' bits' : ''}`)
        .join(', ');
  return overflowsAsSaid(row) ? found : `${found}, not as said`;
}

function finding(verdict: string, violations: readonly string[]): string {
  return verdict === 'violated' ? violations.join(', ') : verdict;
}

export function mutantsSummary(result: MutantsResult): string {
  return mutantsFindings(result)
    .flatMap((line) => wrapped(line))
    .join('\n');
}

/** Returns the findings, a sentence each. */
export function mutantsFindings(result: MutantsResult): string[] {
  const { broken, foundByCheck, foundByRace, withinReach, sound, accused, interrupted, rows } = result;
  const reasons = new Set(rows.flatMap(({ outOfReach }) => outOfReach ?? []));
  return [
    ...(interrupted ? [`interrupted after ${plural(rows.length, 'protocol')}.`] : []),
    `check found ${foundByCheck} of ${plural(broken, 'protocol')} that break; race ${foundByRace} of the ${withinReach} within its reach.`,
    ...named(
      'Missed by check',
      rows.filter(({ sound, check }) => !sound && check.verdict !== 'violated'),
    ),
    ...named(
      'Missed by race',
      rows.filter(({ sound, race }) => !sound && race && race.verdict !== 'violated'),
    ),
    `Of ${plural(sound, 'sound protocol')} ${accused === 0 ? 'none was' : `${accused} ${accused === 1 ? 'was' : 'were'}`} accused.`,
    ...named('Accused', rows.filter(isAccused)),
    ...overflowFindings(rows),
    ...schemeFindings(result),
    ...[...reasons].map((reason) => `Out of reach of a race: ${reason}.`),
  ];
}

/** Overflow is the threads' number, not their luck: what a sound protocol shares with v4 is no accusation. */
function overflowFindings(rows: readonly MutantRow[]): string[] {
  const tried = rows.filter(({ overflow }) => overflow && overflow.length > 0);
  if (tried.length === 0) return [];
  const asSaid = tried.filter(overflowsAsSaid);
  const widths = tried[0]?.overflow?.map(({ width }) => width).join(' and ');
  return [
    `On words of ${widths} bits ${asSaid.length} of ${plural(tried.length, 'count')} overflow as the registry says.`,
    ...named(
      'Not as it says',
      tried.filter((row) => !overflowsAsSaid(row)),
    ),
  ];
}

function schemeFindings({ schemes }: MutantsResult): string[] {
  const [first] = schemes;
  if (!first) return [];
  const [broken, sound] = [schemes.filter((row) => !row.sound), schemes.filter((row) => row.sound)];
  const wrong = schemes.filter((row) => !isJudgedRight(row));
  const right = (rows: readonly SchemeRow[]): string => `${rows.filter(isJudgedRight).length} of ${rows.length}`;
  return [
    `Under ${first.protocol}, check and race found ${right(broken)} mistakes in grace periods of descriptors, and nothing in ${right(sound)} that are none.`,
    ...(wrong.length === 0
      ? []
      : [`Not so: ${wrong.map(({ reclaim, section }) => `${reclaim}, ${section}`).join('; ')}.`]),
  ];
}

function named(what: string, rows: readonly MutantRow[]): string[] {
  return rows.length === 0 ? [] : [`${what}: ${rows.map(({ protocol }) => protocol).join(', ')}.`];
}
