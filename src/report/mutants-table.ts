// Which broken protocols were found, by check and by race.

import type { MutantRow, MutantsResult, SchemeRow } from '../results/mutants-result.js';
import { isAccused, isJudgedRight, overflowsAsSaid } from '../results/verdicts.js';
import { wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { type Figure, NONE, type Table, tableOf, textTable } from './table.js';

/** Check and race, as both kinds of rows have them. */
type Tried = Pick<MutantRow, 'check' | 'race'>;

const CHECKED: readonly Figure<Tried>[] = [
  { head: 'check finds', least: 12, cell: ({ check }) => finding(check) },
  { head: 'shortest', cell: ({ check: { steps } }) => (steps === null ? NONE : plural(steps, 'step')) },
  { head: 'states', align: 'right', cell: ({ check }) => grouped(check.states) },
];
const RACE_FINDS: Figure<Tried> = {
  ...{ head: 'race finds', least: 12 },
  cell: ({ race }) => (race ? finding(race) : 'out of reach'),
};
const AFTER: Figure<Tried> = { head: 'after', cell: ({ race }) => (race ? time(race.durationMs) : NONE) };

const MUTANT_FIGURES: readonly Figure<MutantRow>[] = [
  { head: 'protocol', key: true, cell: ({ protocol }) => protocol },
  { head: 'breaks', cell: ({ sound, mutant }) => (sound ? 'no' : mutant ? 'on purpose' : 'yes') },
  { head: 'check in', cell: ({ check }) => check.scenario },
  ...CHECKED,
  { head: 'race in', cell: ({ race }) => race?.scenario ?? NONE },
  { head: 'stall', cell: ({ race }) => race?.stall ?? NONE },
  RACE_FINDS,
  AFTER,
  { head: 'overflows with', cell: overflowCell },
];

const SCHEME_FIGURES: readonly Figure<SchemeRow>[] = [
  { head: 'reclaim', key: true, cell: ({ reclaim }) => reclaim },
  { head: 'section', key: true, cell: ({ section }) => section },
  { head: 'breaks', cell: ({ sound }) => (sound ? 'no' : 'on purpose') },
  ...CHECKED,
  RACE_FINDS,
  AFTER,
];

export function mutantsReport(result: MutantsResult): string {
  const tables = [mutantsTable(result), schemesTable(result) ?? []].flat().map((table) => textTable(table));
  return [...tables, ...wrapped(mutantsFindings(result)), '', ...provenanceLines(result.environment)].join('\n');
}

export function mutantsTable({ rows }: MutantsResult): Table {
  return tableOf(rows, MUTANT_FIGURES);
}

/** Grace periods of descriptors, mistaken and right; undefined where none were tried. */
export function schemesTable({ schemes }: MutantsResult): Table | undefined {
  return schemes.length === 0 ? undefined : tableOf(schemes, SCHEME_FIGURES);
}

/** The fewest threads by width: `3 at 3 bits, 5 at 4`. */
function overflowCell(row: MutantRow): string {
  const { overflow } = row;
  if (overflow.length === 0) return NONE;
  const found = overflow.every((one) => one.found === null)
    ? `none up to ${overflow.map(({ most }) => most).join(', ')}`
    : overflow
        .map(({ width, found }, index) => `${found ?? 'none'} at ${width}${index === 0 ? ' bits' : ''}`)
        .join(', ');
  return overflowsAsSaid(row) ? found : `${found}, not as said`;
}

function finding({ verdict, violations }: MutantRow['check'] | SchemeRow['race']): string {
  return verdict === 'violated' ? violations.join(', ') : verdict;
}

/** Returns the findings, a sentence each. */
export function mutantsFindings(result: MutantsResult): string[] {
  const { broken, foundByCheck, foundByRace, withinReach, sound, accused, interrupted, rows } = result;
  const reasons = new Set(rows.flatMap(({ outOfReach }) => outOfReach ?? []));
  return [
    ...(interrupted ? [`interrupted after ${plural(rows.length, 'protocol')}.`] : []),
    `check found ${foundByCheck} of ${plural(broken, 'protocol')} that break; race ${foundByRace} of the ${withinReach} within its reach.`,
    ...named('Missed by check', rows, ({ sound, check }) => !sound && check.verdict !== 'violated'),
    ...named('Missed by race', rows, ({ sound, race }) => !sound && race !== null && race.verdict !== 'violated'),
    `Of ${plural(sound, 'sound protocol')} ${accused === 0 ? 'none was' : `${accused} ${accused === 1 ? 'was' : 'were'}`} accused.`,
    ...named('Accused', rows, isAccused),
    ...overflowFindings(rows),
    ...schemeFindings(result),
    ...[...reasons].map((reason) => `Out of reach of a race: ${reason}.`),
  ];
}

/** Overflow is the threads' number, not their luck: what a sound protocol shares with v4 is no accusation. */
function overflowFindings(rows: readonly MutantRow[]): string[] {
  const tried = rows.filter(({ overflow }) => overflow.length > 0);
  const [first] = tried;
  if (!first) return [];
  const widths = first.overflow.map(({ width }) => width).join(' and ');
  return [
    `On words of ${widths} bits ${tried.filter(overflowsAsSaid).length} of ${plural(tried.length, 'count')} overflow as the registry says.`,
    ...named('Not as it says', tried, (row) => !overflowsAsSaid(row)),
  ];
}

function schemeFindings({ schemes }: MutantsResult): string[] {
  const [first] = schemes;
  if (!first) return [];
  const [broken, sound] = [schemes.filter((row) => !row.sound), schemes.filter((row) => row.sound)];
  const wrong = schemes.filter((row) => !isJudgedRight(row)).map(({ reclaim, section }) => `${reclaim}, ${section}`);
  const right = (rows: readonly SchemeRow[]): string => `${rows.filter(isJudgedRight).length} of ${rows.length}`;
  return [
    `Under ${first.protocol}, check and race found ${right(broken)} mistakes in grace periods of descriptors, and nothing in ${right(sound)} that are none.`,
    ...(wrong.length === 0 ? [] : [`Not so: ${wrong.join('; ')}.`]),
  ];
}

/** Names those of `rows` that `are` so, if there are any. */
function named(what: string, rows: readonly MutantRow[], are: (row: MutantRow) => boolean): string[] {
  const names = rows.filter(are).map(({ protocol }) => protocol);
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
}
