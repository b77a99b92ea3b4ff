// States from which no schedule at all lets every thread end: a deadlock, or a loop that nobody can leave.

import type { Automaton } from '../machine/automaton.js';
import type { Exploration } from './explore.js';
import { sortClasses } from './symmetry.js';

/** The first such state in a complete exploration, or -1. */
export function firstLivelock(exploration: Exploration): number {
  const { visited, system, columns } = exploration;
  // Every state has a successor until all threads have ended, so a thread that never comes back to a place must end.
  if (!canComeBack(system.automaton)) return -1;
  const threads = system.starts.length;
  const words = system.shared;
  const stepper = system.newStepper();
  const fields = new Int32Array(words + threads);
  const ends = new Uint8Array(visited.size);

  const canEnd = (state: number): boolean => {
    visited.read(state, fields);
    let ended = true;
    for (let column = 0; column < threads; column++) {
      const ways = stepper.choices(fields, column);
      if (ways > 0) ended = false;
      for (let way = 0; way < ways; way++) {
        stepper.execute(fields, column, way);
        sortClasses(stepper.fields, words, columns.joined);
        if (ends[visited.find(stepper.fields)]) return true;
      }
    }
    return ended;
  };
  // Successors mostly have higher numbers, so one sweep from the back settles nearly everything.
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = visited.size - 1; state >= 0; state--) {
      if (ends[state] || !canEnd(state)) continue;
      ends[state] = 1;
      changed = true;
    }
  }
  return ends.indexOf(0);
}

/** Whether a thread, as far as the automaton knows it, can reach a place a second time. */
function canComeBack(automaton: Automaton): boolean {
  // Depth first over places and links: a follower that is still on the path closes a cycle.
  const onPath = new Set<number>();
  const done = new Set<number>();
  const path: { at: number; rest: Iterator<number> }[] = [];
  const enter = (at: number): void => {
    onPath.add(at);
    path.push({ at, rest: automaton.successorsOf(at).values() });
  };
  for (let place = 0; place < automaton.size; place++) {
    if (!done.has(place)) enter(place);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.next();
      if (next.done) {
        onPath.delete(top.at);
        done.add(top.at);
        path.pop();
      } else if (onPath.has(next.value)) {
        return true;
      } else if (!done.has(next.value)) {
        enter(next.value);
      }
    }
  }
  return false;
}
