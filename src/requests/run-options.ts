// Options of a run beside its request: a signal that ends it early, a callback for its progress, and limits.

import type { CheckLimits } from '../options/check-options.js';
import type { RaceTotals, RaceViolations } from '../results/race-result.js';

export interface RunOptions<Progress> {
  /** Ends the run early; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  /** May be async. What it throws or rejects with ends the run, and the call rejects with it. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface RaceProgress {
  readonly elapsedMs: number;
  readonly durationMs: number;
  readonly operations: number;
  readonly violations: number;
  /** Counts of the workers until now, as in the result. What shows only in the final audit is 0. */
  readonly totals: RaceTotals;
  readonly found: RaceViolations;
}

/** Progress comes about ten times a second while the workers run. */
export type RaceOptions = RunOptions<RaceProgress>;

export interface ScaleProgress {
  /** Trials measured, and to be measured altogether. */
  readonly done: number;
  readonly total: number;
  /** The cell of the trial that is next. */
  readonly cell: string;
}

/** Progress comes before each trial. */
export type ScaleOptions = RunOptions<ScaleProgress>;

export interface CheckProgress {
  /** States found so far; or views, while something is proved. */
  readonly states: number;
  /** Steps from the start to the states that were found last. Null: views have none. */
  readonly depth: number | null;
  /** States that were expanded, in a second. */
  readonly statesPerSec: number;
  /** Estimate of the time that is left, for a run that shows how its levels shrink. Null: nobody can tell. */
  readonly leftMs: number | null;
}

/** Progress comes about ten times a second, unless the check is over in a moment. */
export interface CheckOptions extends RunOptions<CheckProgress>, CheckLimits {}

/** Resolves as `work` does; to undefined when `signal` has fired and that is why it rejects. */
export async function undefinedIfAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
