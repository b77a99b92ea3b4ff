// Figures of races, the tables that a terminal and pages make of them, and the report for a terminal.

import pc from 'picocolors';
import { stallAsTyped, stallInWords, unusualSettings } from '../analysis/stall-words.js';
import { groupBy } from '../group-by.js';
import type { RaceResult } from '../results/race-result.js';
import { destructorsOf, observationsSeen, violationsSeen } from '../results/verdicts.js';
import { scenarios } from '../scenarios/index.js';
import { descriptorWords, withDescriptorDefaults } from '../scenarios/reclaim.js';
import { isObservation, type Violation, type ViolationEntry, violations, violationTable } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, plural, short, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import {
  type Cell,
  type Column,
  type Figure,
  NONE,
  numeric,
  type Table,
  tableOf,
  textTable,
  toned,
  verdictCell,
} from './table.js';

/** The counts of a race: at its end, or so far. */
export interface RaceCounts extends Pick<RaceResult, 'durationMs' | 'totals' | 'violations' | 'firstViolationMs'> {
  readonly config: Pick<RaceResult['config'], 'dtor' | 'stopOnViolation'>;
  /** `runs` until there is one. */
  readonly verdict: RaceResult['verdict'] | 'runs';
}

type RaceFigure = Figure<RaceCounts>;

const OPERATIONS: RaceFigure = { head: 'operations', cell: ({ totals }) => grouped(totals.operations) };
const RATE: RaceFigure = { head: 'operations/s', cell: (race) => perSecond(race, race.totals.operations) };
const TIME: RaceFigure = { head: 'time', cell: ({ durationMs }) => time(durationMs) };
const PAGES: RaceFigure = {
  head: 'pages allocated, freed',
  cell: ({ totals }) => `${short(totals.allocs)}, ${short(totals.frees)}`,
};
const DESTRUCTORS: RaceFigure = { head: 'destructors per page freed', cell: destructorCell };
const FIRST: RaceFigure = {
  head: 'first after',
  cell: (race) => (race.firstViolationMs === null ? (noneIn(race) ?? NONE) : time(race.firstViolationMs)),
};
const VERDICT: RaceFigure = {
  head: 'verdict',
  cell: ({ verdict }) => (verdict === 'runs' ? verdict : verdictCell(verdict)),
};

const NEAR_MISSES: readonly RaceFigure[] = [
  {
    head: 'resurrections (get took 0 to 1)',
    cell: ({ totals }) => countCell(totals.resurrections, totals, 'gets'),
  },
  { head: 'aborted frees (step 2 lost)', cell: ({ totals }) => countCell(totals.abortedFrees, totals, 'frees') },
  { head: 'failed gets', cell: ({ totals }) => grouped(totals.failedGets) },
  { head: 'CAS retries', cell: ({ totals }) => grouped(totals.casRetries) },
];

/** The count of a violation, with its share of all chances. */
function countOf(violation: Violation): RaceFigure {
  const { title, per } = violationTable[violation];
  return {
    head: title,
    cell: ({ config, totals, violations: found }) => {
      const tone = isObservation(violation, config.dtor) ? undefined : 'bad';
      return countCell(found[violation], totals, per, tone);
    },
  };
}

function rateOf(violation: Violation, head: string): RaceFigure {
  return { head, cell: (race) => perSecond(race, race.violations[violation]) };
}

export function perSecond({ durationMs }: Pick<RaceCounts, 'durationMs'>, count: number): string {
  return count === 0 ? '0' : short((count * 1000) / durationMs);
}

/** Seen less often than this share of its chances, an event is rare. */
const RARE = 1e-6;
/** Nothing in n chances: with 95 % confidence the share is below this / n (the rule of three, -ln 0.05). */
const RULE_OF_THREE = 2.996;

/** A count with how often it came among its chances; for none, what that excludes. */
function countCell(events: number, totals: RaceCounts['totals'], per: ViolationEntry['per'], tone?: 'bad'): Cell {
  const among = per === 'frees' ? totals.frees : totals.tryGets - totals.failedGets + totals.gets;
  const share = short(Math.max(1, among / (events === 0 ? RULE_OF_THREE : events)));
  const rare = events > 0 && events / among < RARE ? 'rare: ' : '';
  const note = among === 0 ? {} : { note: `${events === 0 ? '< ' : rare}1 in ${share} ${per}` };
  const seen = events === 0 ? ('dim' as const) : tone;
  return { text: grouped(events), ...note, ...(seen && { tone: seen }) };
}

/** Exactly one for each page freed, or how many too many. */
function destructorCell({ totals }: RaceCounts): Cell {
  const run = destructorsOf(totals);
  if (totals.frees === 0) return NONE;
  if (run === totals.frees) return 'exactly 1';
  return toned(`${grouped(Math.abs(run - totals.frees))} too ${run > totals.frees ? 'many' : 'few'}`, 'bad');
}

/** For how long a race was clean that was to go on until a violation; undefined of any other. */
function noneIn({ config, verdict, durationMs }: RaceCounts): string | undefined {
  return config.stopOnViolation && verdict === 'clean' ? `none in ${time(durationMs)}` : undefined;
}

/** Violations that some of `results` show, or observations that some of them made, the most telling first. */
function seenIn(results: readonly RaceCounts[], seenBy = violationsSeen): Violation[] {
  return violations.filter((violation) => results.some((result) => seenBy(result).includes(violation)));
}

/** Violations, then observations. */
function shownIn(results: readonly RaceCounts[]): Violation[] {
  return [...seenIn(results), ...seenIn(results, observationsSeen)];
}

/** The violation whose rate is given where it shows: it counts every stolen free, whatever the types. */
const RATED: Violation = 'stolenFree';

/** A race, or undefined before it begins, and what it is called. */
export interface Contestant {
  readonly title: string;
  readonly race: RaceCounts | undefined;
}

/**
 * Returns a table with a column for each race. `always`: violations with a row of their own even before they are seen,
 * so that a table that is shown while races run stays in its place.
 */
export function sideBySide(contestants: readonly Contestant[], always: readonly Violation[] = []): Table {
  const races = contestants.flatMap(({ race }) => race ?? []);
  const seen = violations.filter((violation) => always.includes(violation) || seenIn(races).includes(violation));
  const rows = (figures: readonly RaceFigure[], indent = ''): Cell[][] =>
    figures.map(({ head, cell }) => [
      `${indent}${head}`,
      ...contestants.map(({ race }) => (race ? cell(race) : { text: NONE, note: '\u00a0' })),
    ]);
  const heading = (text: string, cell: (race: RaceCounts) => Cell = () => ''): Cell[] => [
    toned(text, 'strong'),
    ...contestants.map(({ race }) => (race ? cell(race) : '')),
  ];
  const rated = seen.find((violation) => violation === RATED) ?? seen[0];
  return {
    columns: [{ head: '', key: true }, ...contestants.map(({ title }): Column => ({ head: title, align: 'right' }))],
    rows: [
      ...rows([TIME, OPERATIONS, RATE, PAGES, DESTRUCTORS]),
      heading('violations', (race) => (rated ? '' : toned(noneIn(race) ?? 'none', 'dim'))),
      ...(rated ? rows([...seen.map(countOf), rateOf(rated, `${violationTable[rated].plural}/s`), FIRST], '  ') : []),
      heading('near misses'),
      ...rows([...NEAR_MISSES, ...seenIn(races, observationsSeen).map(countOf)], '  '),
      ...rows([VERDICT]),
    ],
  };
}

const DESCRIPTORS: readonly Figure<RaceResult>[] = [
  { head: 'reclaim', key: true, cell: ({ config }) => config.reclaim ?? NONE },
  { head: 'section', key: true, cell: ({ config }) => config.section ?? NONE },
];

/** Returns a row of rates for each of many races. */
function rowPerRace(results: readonly RaceResult[]): Table {
  const names: Figure<RaceResult>[] = [
    { head: 'scenario', key: true, cell: ({ config }) => config.scenario },
    { head: 'protocol', key: true, least: 12, cell: ({ config }) => config.protocol },
    { head: 'engine', key: true, cell: ({ config }) => config.engine },
    { head: 'stall', key: true, cell: ({ config }) => stallAsTyped(config.stall) },
    { head: 'recheck', key: true, cell: ({ config }) => (config.recheck ? 'yes' : 'no') },
    ...(results.some(({ config }) => descriptorWords(config).length > 0) ? DESCRIPTORS : []),
  ];
  // The heading has what all of them have in common.
  const telling = names.filter(({ head, cell }) => head === 'protocol' || new Set(results.map(cell)).size > 1);
  const rates = shownIn(results).map((violation) => rateOf(violation, `${violationTable[violation].shortTitle}/s`));
  return tableOf(results, [...telling, VERDICT, ...numeric([RATE, ...rates, FIRST])]);
}

/** Returns a row of counts for each of many races, where there is room, and the titles of what none of them saw. */
export function outcomesTable(results: readonly RaceResult[], nameOf: (result: RaceResult) => string): Table {
  const figures = numeric([FIRST, ...shownIn(results).map(countOf), ...NEAR_MISSES, OPERATIONS, RATE]);
  return tableOf(results, [{ head: 'run', key: true, cell: nameOf }, VERDICT, ...figures]);
}

/** Returns the titles of violations that were looked for and not seen. Some show only in the final audit. */
export function unseenIn(results: readonly RaceResult[]): string[] {
  const shown = shownIn(results);
  const audited = results.some(({ conservation }) => conservation.checked);
  return violations
    .filter((violation) => !shown.includes(violation))
    .filter((violation) => audited || violationTable[violation].counter !== null)
    .filter((violation) => results.some(({ config }) => canShow(violation, config)))
    .map((violation) => violationTable[violation].title);
}

/** Returns whether a race has what `violation` is about: descriptors that are freed; a payload, which only scenarios of users have. */
function canShow(violation: Violation, config: RaceResult['config']): boolean {
  if (violation === 'touchedFreed') return withDescriptorDefaults(config).reclaim !== 'type-stable';
  return violation !== 'payloadRace' || !scenarios.some(({ name }) => name === config.scenario);
}

/** Names a race by all that its result depends on, without what is as usual. */
export function raceName({ config }: RaceResult): string {
  const { protocol, scenario, engine, threads, stall } = config;
  return [
    `${protocol} in ${scenario}`,
    engine,
    plural(threads, 'thread'),
    ...(stall.kind === 'none' ? [] : [`stall ${stallAsTyped(stall)}`]),
    ...unusualSettings(config),
  ].join(', ');
}

/** Returns the most telling violation of a race as what the threads did: a title, then sentences; empty without an event. */
export function story(result: RaceResult): string[] {
  const [event] = [...result.events].sort((a, b) => violations.indexOf(a.violation) - violations.indexOf(b.violation));
  if (!event) return [];
  const { protocol, engine } = result.config;
  const { title, story: tell } = violationTable[event.violation];
  const when = `${time(event.timeMs)} after the start`;
  const where = event.page < 0 ? '' : `, page ${event.page}`;
  return [`${title} (${protocol}, ${engine}, ${when}${where}):`, ...tell(event)];
}

/** Returns the story of the first race of each protocol that has one, since its stories are alike. */
export function storiesOf<T>(items: readonly T[], raceOf: (item: T) => RaceResult): { item: T; lines: string[] }[] {
  const told = items.map((item) => ({ item, lines: story(raceOf(item)) })).filter(({ lines }) => lines.length > 0);
  return groupBy(told, ({ item }) => raceOf(item).config.protocol).flatMap((same) => same.slice(0, 1));
}

/** Returns problems and notes, each behind the name of its race, and once where several say it alike. */
export function notesOf(results: readonly RaceResult[], nameOf: (result: RaceResult) => string): string[] {
  const lines = results.flatMap((result) =>
    [...result.conservation.problems, ...result.notes].map((note) => `${nameOf(result)}: ${note}`),
  );
  return [...new Set(lines)];
}

export const NO_PROOF = 'A clean race is a sample of interleavings, not a proof.';

export function raceReport(results: readonly RaceResult[]): string {
  return `${raceHeading(results).join('\n')}\n\n${raceTable(results)}\n${raceFooter(results)}`;
}

/** More runs than this do not fit side by side. */
const MOST_COLUMNS = 4;

/** A column for each of a few protocols and engines, or a row for each of many runs. */
export function raceTable(results: readonly RaceResult[]): string {
  const situations = new Set(
    results.map(({ config }) =>
      [config.scenario, stallAsTyped(config.stall), config.recheck, config.reuse, ...descriptorWords(config)].join(' '),
    ),
  );
  if (results.length > MOST_COLUMNS || situations.size > 1) return textTable(rowPerRace(results));
  return textTable(sideBySide(results.map((race) => ({ title: shortName(race), race }))));
}

function shortName({ config }: RaceResult): string {
  return `${config.protocol} / ${config.engine}`;
}

/** Returns what all runs have in common; the rest is in the table. */
export function raceHeading(results: readonly RaceResult[]): string[] {
  const [first] = results;
  if (!first) return [];
  const { config } = first;
  const shared = (text: (result: RaceResult) => string): string[] => {
    const [common, ...others] = new Set(results.map(text));
    return common === undefined || common === '' || others.length > 0 ? [] : [common];
  };
  const parts = [
    ...shared((result) => `scenario ${result.config.scenario}`),
    ...shared((result) => `${plural(result.config.threads, 'thread')} (${roleCounts(result)})`),
    ...shared((result) => `${plural(result.config.pages, 'page')} of ${result.config.pageBytes} bytes`),
    `${config.dtor} destructor`,
    ...shared((result) => (result.config.recheck ? 'recheck' : 'no recheck')),
    ...shared((result) => (result.config.reuse === 'cold' ? 'cold reuse' : '')),
    ...shared((result) => descriptorWords(result.config).join(', ')),
    ...shared((result) => stallInWords(result.config.stall)),
    ...(results.length > 1 ? shared((result) => `engine ${result.config.engine}`) : []),
    ...shared(({ config: { compiler } }) => (compiler === undefined ? '' : `native code by ${compiler}`)),
    config.stopOnViolation
      ? `until a violation shows, ${time(config.durationMs)} each at most`
      : `${time(config.durationMs)} each`,
    `seed ${config.seed}`,
    ...shared(pinText),
  ];
  return wrapped(`race: ${parts.join(', ')}`);
}

function roleCounts({ workers }: RaceResult): string {
  const counts = groupBy(workers, ({ role }) => role);
  return counts.map(({ 0: first, length }) => (length === 1 ? first?.role : `${length} x ${first?.role}`)).join(', ');
}

/** So many CPUs are listed in the heading. */
const MOST_CPUS = 8;

/** The CPUs that raced: how often a race shows depends on them. */
function pinText({ config, workers }: RaceResult): string {
  const cpus = [...new Set(workers.flatMap(({ cpu }) => cpu ?? []))];
  if (cpus.length === 0) return config.pin ? 'not pinned' : ''; // asked for, and did not work: see the notes
  return `pinned to ${cpus.length <= MOST_CPUS ? `CPUs ${cpus.join(', ')}` : plural(cpus.length, 'CPU')}`;
}

/** Returns what is not in the table: violations that were not seen, stories, problems, limits, provenance. */
function raceFooter(results: readonly RaceResult[]): string {
  const [first] = results;
  const unseen = unseenIn(results);
  return [
    ...(unseen.length === 0 ? [] : [...wrapped(`Looked for and not seen: ${unseen.join('; ')}.`), '']), // a title may hold a comma
    ...storiesOf(results, (result) => result).flatMap(({ lines: [head, ...sentences] }) => [
      ...wrapped(`How it happened: ${head}`),
      ...wrapped(sentences, '  '),
      '',
    ]),
    ...wrapped(notesOf(results, shortName)),
    ...(results.some(({ verdict }) => verdict === 'clean') ? [pc.dim(NO_PROOF)] : []),
    ...(first ? provenanceLines(first.environment).map(pc.dim) : []),
  ].join('\n');
}
