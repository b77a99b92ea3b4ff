// The library: what the command line does, as functions. Every result is what `--json` prints.

import { check as checkResolved } from './harness/check/check.js';
import { withGuardedProgress } from './harness/guarded-progress.js';
import { race as raceResolved } from './harness/race/race.js';
import { scale as scaleResolved } from './harness/scale/scale.js';
import { type CheckRequest, resolveCheck } from './requests/check-request.js';
import { type RaceRequest, resolveRace } from './requests/race-request.js';
import type { CheckOptions, RaceOptions, ScaleOptions } from './requests/run-options.js';
import { resolveScale, type ScaleRequest } from './requests/scale-request.js';
import { vetRequest } from './requests/vet.js';
import type { CheckResult } from './results/check-result.js';
import { withOrigin } from './results/origin.js';
import type { RaceResult } from './results/race-result.js';
import type { ScaleResult } from './results/scale-result.js';

export type { Tier } from './engines/tier.js';
export { KernelCompileError } from './front-end/compile-error.js';
export type { Engine } from './front-end/sources.js';
export { readResult } from './harness/scale/read-result.js';
export type { Environment } from './machine/environment.js';
export type { PinOrder } from './machine/pin-order.js';
export { type Demonstration, type ProtocolEntry, protocols } from './protocols/index.js';
export type { CheckRequest } from './requests/check-request.js';
export type { RaceRequest } from './requests/race-request.js';
export type {
  CheckOptions,
  CheckProgress,
  RaceOptions,
  RaceProgress,
  ScaleOptions,
  ScaleProgress,
} from './requests/run-options.js';
export type { ScaleRequest } from './requests/scale-request.js';
export type { CheckConfig, CheckResult, Witness, WitnessStep } from './results/check-result.js';
export type { ClaimsResult } from './results/claims-result.js';
export type {
  RaceConfig,
  RaceEvent,
  RaceResult,
  RaceTotals,
  RaceViolations,
  Stall,
  Verdict,
} from './results/race-result.js';
export type { Result, ResultFile } from './results/result-bytes.js';
export type { ScaleConfig, ScaleResult } from './results/scale-result.js';
export { type Role, type Scenario, scenarios } from './scenarios/index.js';
export { UsageError } from './usage-error.js';
export { type Property, type Violation, violations } from './violations/table.js';
export type { DestructorPolicy } from './violations/words.js';

/**
 * Runs a race; `request` leaves open what has a default. A worker that dies or hangs is no exception: the result is
 * inconclusive and says which one.
 *
 * @throws UsageError for what cannot run, KernelCompileError for a protocol that does not compile.
 */
export async function race(request: RaceRequest = {}, options: RaceOptions = {}): Promise<RaceResult> {
  vetRequest('race', request, options);
  const resolved = resolveRace(request);
  return withOrigin(await withGuardedProgress(options, (guarded) => raceResolved(resolved, guarded)), null);
}

/**
 * Explores every interleaving of `request`, which leaves open what has a default.
 *
 * @throws UsageError for what cannot be checked, KernelCompileError for a protocol that does not compile.
 */
export async function check(request: CheckRequest = {}, options: CheckOptions = {}): Promise<CheckResult> {
  vetRequest('check', request, options);
  const resolved = resolveCheck(request);
  return withOrigin(await withGuardedProgress(options, (guarded) => checkResolved(resolved, guarded)), null);
}

/**
 * Measures throughput across numbers of threads; `request` leaves open what has a default.
 *
 * @throws UsageError for what cannot be measured, KernelCompileError for a protocol that does not compile.
 */
export async function scale(request: ScaleRequest = {}, options: ScaleOptions = {}): Promise<ScaleResult> {
  vetRequest('scale', request, options);
  const resolved = await resolveScale(request, options.signal);
  return withOrigin(await withGuardedProgress(options, (guarded) => scaleResolved(resolved, guarded)), null);
}
