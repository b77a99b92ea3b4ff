// What a caller gives beside a request: a signal that ends the run early, and a callback for its progress.

import type { RaceTotals, RaceViolations } from '../results/race-result.js';
import type { Property } from '../violations/table.js';

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
  /** What the workers counted until now, as in the result. What shows only when stock is taken is 0. */
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
  /** States found so far. */
  readonly states: number;
  /** Steps from the start to the states that were found last. */
  readonly depth: number;
  /** States that were expanded, in a second. */
  readonly statesPerSec: number;
  /** Estimate of the time that is left, for a run that shows how its levels shrink. Null: nobody can tell. */
  readonly leftMs: number | null;
}

/** How the exploration may be reduced without losing a violation. */
export interface Reductions {
  /** States that differ only by exchanging equal threads count as one. */
  readonly symmetry: boolean;
  /** Has no effect any more: it cost as much time as it saved. */
  readonly partialOrder: boolean;
}

/** Progress comes about ten times a second, unless the check is over in a moment. */
export interface CheckOptions extends RunOptions<CheckProgress> {
  /** Violations that count, observations among them; unless given all, without observations. */
  readonly properties?: readonly Property[];
  /** States at which the check gives up, inconclusively. */
  readonly maxStates?: number;
  readonly reductions?: Partial<Reductions>;
  /** Bytes at which the check gives up, inconclusively. Unless given: half of what the machine or the container has. */
  readonly maxMemoryBytes?: number;
  /** Has no effect any more: one thread explores faster than several did together. */
  readonly jobs?: number;
}
