// Limits of an exploration, and of the search in the states found: states, memory, a stop flag.

import { type MemoryBudget, shortageIn } from './memory-budget.js';
import type { ExploreProgress } from './progress.js';

export interface Limits {
  readonly maxStates: number;
  /** Most that may be held, in bytes; by default see memory-budget.ts. */
  readonly maxMemoryBytes?: number | undefined;
  /** Called some times a second. */
  readonly onProgress?: ((progress: ExploreProgress) => void) | undefined;
  /** A shared word that another thread sets to nonzero to interrupt the exploration. */
  readonly stop?: Int32Array | undefined;
}

/** Limits of a search in the states found. */
export interface SearchLimits extends Pick<Limits, 'stop'> {
  readonly budget?: MemoryBudget;
}

export function isStopRequested({ stop }: Pick<Limits, 'stop'>): boolean {
  return stop !== undefined && Atomics.load(stop, 0) !== 0;
}

/** Thrown at a stop, through Limits.stop, by work that is of no use in part. */
export class Stopped extends Error {}

/** Returns what `work` does; undefined when it was stopped, or when there was no memory for it. */
export function unlessStopped<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Stopped || shortageIn(error)) return undefined;
    throw error;
  }
}

/** Number of states between two looks at the limits. */
export const STATES_PER_LOOK = 512;

/** @throws Stopped, OutOfMemory, now and then, in a loop over states that is to stop. */
export function stopAt(state: number, limits: SearchLimits): void {
  if (state % STATES_PER_LOOK !== 0) return;
  if (isStopRequested(limits)) throw new Stopped();
  limits.budget?.require();
}
