// Checks and races every protocol of the registry, and explores its count on a narrow word: each broken one has to be
// found, no sound one accused, and each has to overflow as the registry says. The same of the ways in which memory of
// descriptors comes back. This tests reftorture, not the protocols.

import { stallAsTyped } from '../../analysis/stall-words.js';
import { describeEnvironment } from '../../machine/environment.js';
import { type Demonstration, type ProtocolEntry, protocols } from '../../protocols/index.js';
import { fewestOverflowing, type Overflow } from '../../protocols/overflow.js';
import { type CheckRequest, resolveCheck } from '../../requests/check-request.js';
import { NOISE, type RaceRequest, resolveRace } from '../../requests/race-request.js';
import { resolveProtocol } from '../../requests/resolve-protocol.js';
import type { MutantRow, MutantsResult, OverflowRow, SchemeRow } from '../../results/mutants-result.js';
import type { Verdict } from '../../results/race-result.js';
import { isAccused, overflowsAsSaid, propertiesThatAre, violationsSeen } from '../../results/verdicts.js';
import { scenarios } from '../../scenarios/index.js';
import type { Property } from '../../violations/table.js';
import { check } from '../check/check.js';
import { race } from '../race/race.js';

type Scheme = Pick<SchemeRow, 'reclaim' | 'section' | 'sound'>;

export const SCHEMES: readonly Scheme[] = [
  { reclaim: 'grace', section: 'put-outside', sound: true },
  { reclaim: 'grace', section: 'put-inside', sound: true },
  // The recheck compares addresses, and whoever got the descriptor keeps it.
  { reclaim: 'grace', section: 'before-recheck', sound: true },
  { reclaim: 'grace-but-one', section: 'put-outside', sound: false },
  { reclaim: 'grace', section: 'before-get', sound: false },
  { reclaim: 'grace', section: 'none', sound: false },
];

/** A protocol whose own count is beyond doubt, and which never touches a word after its put. */
const PROTOCOL = 'old';
const SCENARIOS: readonly string[] = ['folio-email', 'folio-walker', 'folio-index'];

export async function schemeRowOf({ reclaim, section, sound }: Scheme, options: MutantsOptions): Promise<SchemeRow> {
  const request = { protocol: PROTOCOL, reclaim, section };
  const [first = ''] = SCENARIOS;
  return {
    ...request,
    sound,
    check: sound
      ? await checked(
          SCENARIOS.map((scenario) => ({ ...request, scenario })),
          options.signal,
        )
      : await checked([{ ...request, scenario: first }], options.signal, first),
    race: await raced(request, SCENARIOS, options),
  };
}

export interface MutantsOptions {
  /** Longest race, in milliseconds; it ends at its first violation. */
  readonly durationMs: number;
  /** Ends the races; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  /** After each row, with what it is about. */
  readonly onRow?: (name: string, done: number, total: number) => void;
}

export async function mutants(options: MutantsOptions): Promise<MutantsResult> {
  let done = 0;
  const rowsOf = async <Item, Row>(
    items: readonly Item[],
    rowOf: (item: Item, options: MutantsOptions) => Promise<Row>,
    nameOf: (item: Item) => string,
  ): Promise<Row[]> => {
    const rows: Row[] = [];
    for (const item of items) {
      if (options.signal?.aborted) break;
      const row = await rowOf(item, options);
      if (options.signal?.aborted) break; // its race was cut short, so what it missed means nothing
      rows.push(row);
      options.onRow?.(nameOf(item), ++done, protocols.length + SCHEMES.length);
    }
    return rows;
  };
  const rows = await rowsOf(protocols, rowOf, ({ name }) => name);
  return scored(rows, await rowsOf(SCHEMES, schemeRowOf, ({ reclaim, section }) => `${reclaim}, ${section}`));
}

/** The result of a run that came as far as these. */
export function scored(rows: readonly MutantRow[], schemes: readonly SchemeRow[]): MutantsResult {
  const broken = rows.filter(({ sound }) => !sound);
  const sound = rows.filter((row) => row.sound);
  return {
    schema: 'reftorture/mutants@1',
    environment: describeEnvironment(),
    rows,
    broken: broken.length,
    foundByCheck: broken.filter(({ check: { verdict } }) => verdict === 'violated').length,
    foundByRace: broken.filter((row) => row.race?.verdict === 'violated').length,
    withinReach: broken.filter((row) => row.race !== null).length,
    sound: sound.length,
    accused: sound.filter(isAccused).length,
    overflowAsSaid: rows.filter(overflowsAsSaid).length,
    schemes,
    interrupted: rows.length < protocols.length || schemes.length < SCHEMES.length,
  };
}

export async function rowOf(entry: ProtocolEntry, options: MutantsOptions): Promise<MutantRow> {
  const { name: protocol, sound, mutant, demonstration, overflow } = entry;
  return {
    protocol,
    sound,
    mutant,
    check: await checked(requestsFor(protocol, demonstration), options.signal, demonstration?.scenario),
    race: demonstration?.outOfReach === undefined ? await raced({ protocol }, RACED, options) : null,
    outOfReach: demonstration?.outOfReach ?? null,
    overflow: await overflowRows(protocol, overflow, options.signal),
  };
}

function requestsFor(protocol: string, demonstration: Demonstration | undefined): CheckRequest[] {
  if (!demonstration) return scenarios.map(({ name: scenario }) => ({ protocol, scenario }));
  const { scenario, width, rounds } = demonstration;
  return [{ protocol, scenario, ...(width !== undefined && { width }), ...(rounds !== undefined && { rounds }) }];
}

/** The scenario of the email, in which the least has to fit into a window, takes turns with each of the others. */
const REPORTED = 'email';
const RACED: readonly string[] = scenarios.flatMap(({ name }) => (name === REPORTED ? [] : [name, REPORTED]));

/** Enough for every scenario of the gallery. */
const MAX_STATES = 5_000_000;
const EVERY_SCENARIO = 'all';
/** Of the first race in each scenario, in milliseconds. */
const FIRST_SLICE_MS = 250;

/** Explores `requests`. `scenario` is what the row calls them; every one unless given. */
async function checked(
  requests: readonly CheckRequest[],
  signal: AbortSignal | undefined,
  scenario = EVERY_SCENARIO,
): Promise<MutantRow['check']> {
  const results = [];
  for (const request of requests) {
    if (signal?.aborted) break;
    results.push(await check(resolveCheck(request), { maxStates: MAX_STATES, signal }));
  }
  const verdicts = results.map(({ verdict }) => verdict);
  const violations = results.flatMap((result) => propertiesThatAre('violated', result));
  const steps = results
    .flatMap(({ witnesses }) => witnesses.filter(({ property }) => violations.includes(property)))
    .map((witness) => witness.steps.length);
  return {
    scenario,
    verdict: verdicts.find((verdict) => verdict === 'violated') ?? verdicts.find((one) => one !== 'clean') ?? 'clean',
    violations,
    steps: steps.length > 0 ? Math.min(...steps) : null,
    states: results.reduce((sum, { states }) => sum + states, 0),
    elapsedMs: results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
  };
}

/** Races `request` with noise in one of `scenarios` after another, for longer and longer, until something shows or the time is up. */
async function raced(
  request: RaceRequest,
  scenarios: readonly string[],
  { durationMs, signal }: MutantsOptions,
): Promise<NonNullable<MutantRow['race']>> {
  const row = { stall: stallAsTyped(NOISE), violations: [] };
  const verdicts: Verdict[] = [];
  let elapsedMs = 0;
  for (let sliceMs = FIRST_SLICE_MS; elapsedMs < durationMs; sliceMs *= 2) {
    for (const scenario of scenarios) {
      const leftMs = durationMs - elapsedMs;
      if (leftMs <= 0 || signal?.aborted) break;
      const limits = { durationMs: Math.min(sliceMs, leftMs), stopOnViolation: true, seed: verdicts.length + 1 };
      const resolved = resolveRace({ ...request, scenario, stall: NOISE, ...limits });
      const result = await race(resolved, { signal });
      elapsedMs += result.durationMs;
      verdicts.push(result.verdict);
      if (result.verdict !== 'violated') continue;
      const violations = violationsSeen(result);
      return { ...row, scenario, verdict: result.verdict, violations, durationMs: elapsedMs };
    }
    if (signal?.aborted) break;
  }
  const verdict = verdicts.find((one) => one !== 'clean') ?? 'clean';
  return { ...row, scenario: EVERY_SCENARIO, verdict, durationMs: elapsedMs };
}

/** At 3 bits a quarter of the word, rounded down, is nothing: only 4 tell v4-generation from v4. */
export const OVERFLOW_WIDTHS: readonly number[] = [3, 4];

/** Properties that an overflow violates: the dead page's bit is gone, and so a get succeeds on it. */
const TRACES: readonly Property[] = ['useAfterFree', 'lostOverflow'];
const WIDE = 32;
const OVERFLOW_STATES = 2_000_000;

interface RoleChoice {
  readonly roles: readonly string[];
  readonly rounds: number;
}

/** `threads` getters on a page that is dead, and with a user who takes it to its end. */
function roleChoicesOf(threads: number, width: number): RoleChoice[] {
  const getters = Array.from({ length: threads }, () => 'late getter');
  // As many failed gets each as the bits below the sign can hold; with more than three threads, together.
  const rounds = threads <= 3 ? 2 ** (width - 1) : 3;
  return [
    { roles: getters, rounds },
    { roles: ['T3', ...getters], rounds: 1 },
  ];
}

/**
 * The number of threads with which a protocol's count overflows. A violation on a narrow word that does not show on one of
 * 32 bits, with the same threads and rounds, is due to the overflow. Two choices of roles are tried with each number of
 * getters, since a page may be dead from the start or be found alive by those who then come too late.
 *
 * Held against the registry at each of OVERFLOW_WIDTHS; at none where the protocol counts in words of each worker, too,
 * which are never narrow. Ends early, with fewer of them, when `signal` does.
 */
export async function overflowRows(
  protocol: string,
  overflow: Overflow,
  signal?: AbortSignal | undefined,
): Promise<OverflowRow[]> {
  const rows: OverflowRow[] = [];
  if (!resolveProtocol(protocol).narrows) return rows;
  for (const width of OVERFLOW_WIDTHS) {
    const stated = fewestOverflowing(overflow.fewestThreads, width);
    // v4's rule is the most that a design needs. Who says that nothing overflows has to withstand as many.
    const most = Math.max(stated ?? 0, 2 ** (width - 2) + 1);
    const found = await fewestThreads(protocol, width, most, signal);
    if (signal?.aborted) break;
    rows.push({ width, said: stated, found: found ?? null, most, agrees: found === stated });
  }
  return rows;
}

/** The fewest getters, up to `most`, that make the count overflow; null: none; undefined: not decided. */
async function fewestThreads(
  protocol: string,
  width: number,
  most: number,
  signal: AbortSignal | undefined,
): Promise<number | null | undefined> {
  for (let threads = 1; threads <= most; threads++) {
    for (const threadRoles of roleChoicesOf(threads, width)) {
      const narrow = await traces(protocol, width, threadRoles, signal);
      if (narrow === undefined) return undefined;
      if (narrow.length === 0) continue;
      const wide = await traces(protocol, WIDE, threadRoles, signal);
      if (wide === undefined) return undefined;
      if (narrow.some((trace) => !wide.includes(trace))) return threads;
    }
  }
  return null;
}

/** Returns the violated ones of TRACES; undefined when that was not decided. */
async function traces(
  protocol: string,
  width: number,
  threadRoles: RoleChoice,
  signal: AbortSignal | undefined,
): Promise<Property[] | undefined> {
  const resolved = resolveCheck({ protocol, scenario: 'overflow', dtor: 'looked-up', width, ...threadRoles });
  const { properties } = await check(resolved, { properties: TRACES, maxStates: OVERFLOW_STATES, signal });
  if (TRACES.some((trace) => properties[trace] === 'unknown')) return undefined;
  return TRACES.filter((trace) => properties[trace] === 'violated');
}
