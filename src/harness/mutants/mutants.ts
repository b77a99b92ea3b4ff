// Checks and races every protocol of the registry, and explores its count on a narrow word: each broken one has to be
// found, no sound one accused, and each has to overflow as the registry says. This tests reftorture, not the protocols.

import { stallAsTyped } from '../../analysis/stall-words.js';
import { describeEnvironment } from '../../machine/environment.js';
import { type Demonstration, type ProtocolEntry, protocols } from '../../protocols/index.js';
import { type CheckRequest, resolveCheck } from '../../requests/check-request.js';
import { NOISE, resolveRace } from '../../requests/race-request.js';
import { isAccused, type MutantRow, type MutantsResult, overflowsAsSaid } from '../../results/mutants-result.js';
import { type Verdict, violationsSeen } from '../../results/race-result.js';
import { scenarios } from '../../scenarios/index.js';
import { check } from '../check/check.js';
import { race } from '../race/race.js';
import { overflowRows } from './overflow.js';

export interface MutantsOptions {
  /** Longest race, in milliseconds; it ends at its first violation. */
  readonly durationMs: number;
  /** Ends the races; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  readonly onRow?: (row: MutantRow, done: number, total: number) => void;
}

/** Enough for every scenario of the gallery. */
const MAX_STATES = 5_000_000;
const EVERY_SCENARIO = 'all';
/** Of the first race in each scenario, in milliseconds. */
const FIRST_SLICE_MS = 250;

export async function mutants(options: MutantsOptions): Promise<MutantsResult> {
  const rows: MutantRow[] = [];
  for (const entry of protocols) {
    if (options.signal?.aborted) break;
    const row = await rowOf(entry, options);
    if (options.signal?.aborted) break; // its race was cut short, so what it missed means nothing
    rows.push(row);
    options.onRow?.(row, rows.length, protocols.length);
  }
  return scored(rows);
}

/** The result of a run that came as far as `rows`. */
export function scored(rows: readonly MutantRow[]): MutantsResult {
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
    interrupted: rows.length < protocols.length,
  };
}

async function rowOf(entry: ProtocolEntry, options: MutantsOptions): Promise<MutantRow> {
  const { name: protocol, sound, mutant, demonstration, overflow } = entry;
  return {
    protocol,
    sound,
    mutant,
    check: await checked(protocol, demonstration, options),
    race: demonstration?.outOfReach === undefined ? await raced(protocol, options) : null,
    outOfReach: demonstration?.outOfReach ?? null,
    overflow: await overflowRows(protocol, overflow, options.signal),
  };
}

async function checked(
  protocol: string,
  demonstration: Demonstration | undefined,
  { signal }: MutantsOptions,
): Promise<MutantRow['check']> {
  const requests: CheckRequest[] = demonstration
    ? [{ scenario: demonstration.scenario, ...limitsOf(demonstration) }]
    : scenarios.map(({ name }) => ({ scenario: name }));
  const results = [];
  for (const request of requests) {
    if (signal?.aborted) break;
    const resolved = resolveCheck({ protocol, dtor: 'looked-up', ...request });
    results.push(await check(resolved, { maxStates: MAX_STATES, signal }));
  }
  const verdicts = results.map(({ verdict }) => verdict);
  const steps = results.flatMap(({ witnesses }) => witnesses.map((witness) => witness.steps.length));
  return {
    scenario: demonstration?.scenario ?? EVERY_SCENARIO,
    verdict: verdicts.find((verdict) => verdict === 'violated') ?? verdicts.find((one) => one !== 'clean') ?? 'clean',
    violations: results.flatMap(({ witnesses }) => witnesses.map(({ property }) => property)),
    steps: steps.length > 0 ? Math.min(...steps) : null,
    states: results.reduce((sum, { states }) => sum + states, 0),
    elapsedMs: results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
  };
}

function limitsOf({ width, rounds }: Demonstration): { width?: number; rounds?: number } {
  return { ...(width !== undefined && { width }), ...(rounds !== undefined && { rounds }) };
}

/** That of the report, where what has to fit into a window is shortest, takes turns with each of the others. */
const REPORTED = 'email';
const RACED: readonly string[] = scenarios.flatMap(({ name }) => (name === REPORTED ? [] : [name, REPORTED]));

/** With noise in one scenario after another, for longer and longer, until something shows or the time is up. */
async function raced(
  protocol: string,
  { durationMs, signal }: MutantsOptions,
): Promise<NonNullable<MutantRow['race']>> {
  const row = { stall: stallAsTyped(NOISE), violations: [] };
  const verdicts: Verdict[] = [];
  let elapsedMs = 0;
  for (let sliceMs = FIRST_SLICE_MS; elapsedMs < durationMs; sliceMs *= 2) {
    for (const scenario of RACED) {
      const leftMs = durationMs - elapsedMs;
      if (leftMs <= 0 || signal?.aborted) break;
      const limits = { durationMs: Math.min(sliceMs, leftMs), stopOnViolation: true, seed: verdicts.length + 1 };
      const resolved = resolveRace({ protocol, scenario, stall: NOISE, dtor: 'looked-up', ...limits });
      const result = await race(resolved, { signal });
      elapsedMs += result.durationMs;
      verdicts.push(result.verdict);
      if (result.verdict !== 'violated') continue;
      const violations = violationsSeen(result.violations);
      return { ...row, scenario, verdict: result.verdict, violations, durationMs: elapsedMs };
    }
    if (signal?.aborted) break;
  }
  const verdict = verdicts.find((one) => one !== 'clean') ?? 'clean';
  return { ...row, scenario: EVERY_SCENARIO, verdict, durationMs: elapsedMs };
}
