// Readings of an exploration, for tests.

import type { System } from '../../src/checker/model/system.js';
import type { Exploration } from '../../src/checker/search/explore.js';

/** The memory of every state in which all threads have ended, as text. */
export function finalsOf({ visited, system }: Exploration): Set<string> {
  const { words } = system.automaton;
  const mover = system.newStepper();
  const fields = new Int32Array(mover.fields.length);
  const finals = new Set<string>();
  for (let state = 0; state < visited.size; state++) {
    visited.read(state, fields);
    if (system.starts.some((_, thread) => mover.choices(fields, thread) > 0)) continue;
    const newest = mover.newestValues(fields);
    finals.add(Array.from({ length: words.size }, (_, word) => words.valueIn(newest, word)).join());
  }
  return finals;
}

/** Every schedule of `system` as a text of thread letters, by walking the same steps that the explorer takes. */
export function schedulesOf(system: System): string[] {
  const stepper = system.newStepper();
  const schedules: string[] = [];
  const walk = (fields: Int32Array, schedule: string): void => {
    let ended = true;
    system.starts.forEach((_, thread) => {
      for (let choice = 0; choice < stepper.choices(fields, thread); choice++) {
        ended = false;
        stepper.execute(fields, thread, choice);
        walk(stepper.fields.slice(), schedule + 'abcdefgh'[thread]);
      }
    });
    if (ended) schedules.push(schedule);
  };
  walk(system.initial(system.starts), '');
  return schedules;
}

/** Returns how many schedules `system` has: paths through its states, counted without walking each. */
export function countSchedules(system: System): bigint {
  const stepper = system.newStepper();
  const counts = new Map<string, bigint>();
  const count = (fields: Int32Array): bigint => {
    const key = fields.join();
    const known = counts.get(key);
    if (known !== undefined) return known;
    let total = 0n;
    let ended = true;
    system.starts.forEach((_, thread) => {
      for (let choice = 0; choice < stepper.choices(fields, thread); choice++) {
        ended = false;
        stepper.execute(fields, thread, choice);
        total += count(stepper.fields.slice());
      }
    });
    if (ended) total = 1n;
    counts.set(key, total);
    return total;
  };
  return count(system.initial(system.starts));
}
