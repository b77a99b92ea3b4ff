// The library: what the command line does, as functions. Every result is what `--json` prints.

import { type CheckThreadOptions as CheckOptions, checkInThread } from './harness/check/check-thread.js';
import { type RaceOptions, race as raceWith } from './harness/race/race.js';
import { scale as scaleWith } from './harness/scale/scale.js';
import type { CheckRequest } from './requests/check-request.js';
import { scaleConfig } from './requests/scale-request.js';
import { vetRequest } from './requests/shape.js';
import type { CheckResult } from './results/check-result.js';
import type { RaceConfig, RaceResult } from './results/race-result.js';
import type { ScaleConfig, ScaleResult } from './results/scale-result.js';

export { KernelCompileError } from './engines/compile-error.js';
export type { Engine } from './engines/sources.js';
export type { Tier } from './engines/tier.js';
export type { CheckProgress, CheckThreadOptions as CheckOptions } from './harness/check/check-thread.js';
export type { RaceOptions, RaceProgress } from './harness/race/race.js';
export type { Environment } from './machine/environment.js';
export { type Demonstration, type ProtocolEntry, protocols, type Violation, violations } from './protocols/index.js';
export type { CheckRequest } from './requests/check-request.js';
export type { CheckConfig, CheckResult, Property, Witness, WitnessStep } from './results/check-result.js';
export type { ClaimsResult } from './results/claims-result.js';
export type {
  DestructorPolicy,
  RaceConfig,
  RaceEvent,
  RaceResult,
  RaceTotals,
  RaceViolations,
  Stall,
  Verdict,
} from './results/race-result.js';
export { type Result, type ResultFile, readResult } from './results/read-result.js';
export type { ScaleConfig, ScaleResult } from './results/scale-result.js';
export { type Role, type Scenario, scenarios } from './scenarios/index.js';
export { UsageError } from './usage-error.js';

export interface ScaleProgress {
  /** Trials measured, and to be measured altogether. */
  readonly done: number;
  readonly total: number;
  /** The cell of the trial that is next. */
  readonly cell: string;
}

export interface ScaleOptions {
  /** Ends the measurement early; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each trial. */
  readonly onProgress?: (progress: ScaleProgress) => void;
}

/**
 * Runs a race. A worker that dies or hangs is no exception: the result is inconclusive and says which one.
 *
 * @throws UsageError for what cannot run, KernelCompileError for a protocol that does not compile.
 */
export async function race(config: Partial<RaceConfig> = {}, options: RaceOptions = {}): Promise<RaceResult> {
  vetRequest('race', config, options);
  return raceWith(config, options);
}

/**
 * Explores every interleaving of `request`, which leaves open what has a default.
 *
 * @throws UsageError for what cannot be checked, KernelCompileError for a protocol that does not compile, and the reason
 * of a signal that had fired before.
 */
export async function check(request: CheckRequest = {}, options: CheckOptions = {}): Promise<CheckResult> {
  vetRequest('check', request, options);
  return checkInThread(request, options);
}

/**
 * Measures throughput across numbers of threads; `config` leaves open what has a default.
 *
 * @throws UsageError for what cannot be measured, KernelCompileError for a protocol that does not compile.
 */
export async function scale(config: Partial<ScaleConfig> = {}, options: ScaleOptions = {}): Promise<ScaleResult> {
  vetRequest('scale', config, options);
  return scaleWith(scaleConfig(config), options);
}
