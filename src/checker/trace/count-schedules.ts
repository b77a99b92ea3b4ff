// Counts the schedules that lead to each final state of a loop-free system: the paths in its state graph.

import { type Exploration, successorsIn } from '../search/explore.js';
import { type SearchLimits, stopAt } from '../search/limits.js';

export interface FinalState {
  readonly fields: Int32Array;
  /** Number of schedules: exact up to 2^53. */
  readonly schedules: number;
}

/** A word, a number, and a place in the list of those that are ready. */
const BYTES_PER_STATE = 16;

/** @throws Stopped, OutOfMemory */
export function countSchedules(exploration: Exploration, { stop }: SearchLimits): FinalState[] {
  const { visited, system, budget } = exploration;
  const { size } = visited;
  budget.require(size * BYTES_PER_STATE);
  /** Of each state: transitions to it that have not been counted yet, and the schedules that have been. */
  const uncounted = new Uint32Array(size);
  const schedules = new Float64Array(size);
  /** States of which all schedules are counted, and none of their successors' is. */
  const ready = new Uint32Array(size);

  const successorsOf = successorsIn(exploration);
  let looked = 0;
  /** Calls `act` for each transition of `state`. Returns how many there are. */
  const forEachNext = (state: number, act: (next: number) => void): number => {
    stopAt(looked++, { stop, budget });
    let transitions = 0;
    successorsOf(state, (next) => {
      transitions++;
      act(next);
    });
    return transitions;
  };

  // Topological order: paths of different lengths may meet, so the order of levels does not suffice.
  const count = (next: number): void => {
    uncounted[next] = (uncounted[next] as number) + 1;
  };
  for (let state = 0; state < size; state++) forEachNext(state, count);
  const finals: FinalState[] = [];
  schedules[0] = 1;
  let waiting = 1; // for their successors to be counted: the initial state
  while (waiting > 0) {
    const state = ready[--waiting] as number;
    const ways = schedules[state] as number;
    const transitions = forEachNext(state, (next) => {
      schedules[next] = (schedules[next] as number) + ways;
      const left = (uncounted[next] as number) - 1;
      uncounted[next] = left;
      if (left === 0) ready[waiting++] = next;
    });
    if (transitions > 0) continue;
    const fields = system.initial(system.starts);
    visited.read(state, fields);
    finals.push({ fields, schedules: ways });
  }
  return finals;
}
