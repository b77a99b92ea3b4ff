// In how many ways each final state of a loop-free system is reached.

import type { Exploration } from '../explore/explore.js';
import { eachMove } from '../machine/system.js';

export interface Final {
  readonly fields: Int32Array;
  /** A whole number, exact up to 2^53. */
  readonly schedules: number;
}

export function countSchedules({ visited, system }: Exploration): Final[] {
  const mover = system.mover();
  const fields = new Int32Array(mover.fields.length);
  const successors = (state: number): number[] => {
    visited.read(state, fields);
    const found: number[] = [];
    eachMove(mover, system.starts.length, fields, () => found.push(visited.find(mover.fields)));
    return found;
  };

  // Branches of different lengths meet again, so levels do not do: a state's turn comes when all ways to it are counted.
  const waiting = new Uint32Array(visited.size);
  for (let state = 0; state < visited.size; state++) for (const next of successors(state)) (waiting[next] as number)++;
  const schedules = new Float64Array(visited.size);
  schedules[0] = 1;
  const finals: Final[] = [];
  const ready = [0];
  for (let state = ready.pop(); state !== undefined; state = ready.pop()) {
    const following = successors(state);
    if (following.length === 0) finals.push({ fields: fields.slice(), schedules: schedules[state] as number });
    for (const next of following) {
      (schedules[next] as number) += schedules[state] as number;
      if (--(waiting[next] as number) === 0) ready.push(next);
    }
  }
  return finals;
}
