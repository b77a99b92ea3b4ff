// Trials of a protocol by check and by race, one scenario after another.

import { stallAsTyped } from '../../analysis/stall-words.js';
import { type CheckRequest, resolveCheck } from '../../requests/check-request.js';
import { NOISE, type RaceRequest, resolveRace } from '../../requests/race-request.js';
import { propertiesThatAre } from '../../results/check-result.js';
import type { MutantRow } from '../../results/mutants-result.js';
import { type Verdict, violationsSeen } from '../../results/race-result.js';
import { check } from '../check/check.js';
import { race } from '../race/race.js';

/** Enough for every scenario of the gallery. */
const MAX_STATES = 5_000_000;
const EVERY_SCENARIO = 'all';
/** Of the first race in each scenario, in milliseconds. */
const FIRST_SLICE_MS = 250;

/** Explores `requests`. `scenario` is what the row calls them; every one unless given. */
export async function checked(
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
export async function raced(
  request: RaceRequest,
  scenarios: readonly string[],
  { durationMs, signal }: { readonly durationMs: number; readonly signal?: AbortSignal | undefined },
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
