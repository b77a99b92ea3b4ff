// What ends an exploration, or the search in what it found, before there is nothing left to do.

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

/** What a search in an exploration usesOptions. */
export interface SearchLimits extends Pick<Limits, 'stop'> {
  readonly budget?: MemoryBudget;
}

export function isStopRequested({ stop }: Pick<Limits, 'stop'>): boolean {
  return stop !== undefined && Atomics.load(stop, 0) !== 0;
}

/** Thrown by what has no use for a part of its work when it is stopped through Limits.stop. */
export class Stopped extends Error {}

/** What `work` returns; undefined when it was stopped, or when there was no memory for it. */
export function unlessStopped<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Stopped || shortageIn(error)) return undefined;
    throw error;
  }
}

/** How many states are looked at between two looks at the limits. */
export const STATES_PER_LOOK = 512;

/** @throws Stopped, OutOfMemory, now and then, in a loop over states that is to stop. */
export function stopAt(state: number, limits: SearchLimits): void {
  if (state % STATES_PER_LOOK !== 0) return;
  if (isStopRequested(limits)) throw new Stopped();
  limits.budget?.require();
}
