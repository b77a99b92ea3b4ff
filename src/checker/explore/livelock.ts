// Livelocks: states from which no schedule lets every thread end. A deadlock of spinning locks is a livelock, too. A loop
// that is endless under an unfair schedule is none, if another schedule ends it.

import type { Automaton } from '../machine/automaton.js';
import { type Exploration, type Limits, stopAt } from './explore.js';
import { canonicalize } from './symmetry.js';

/** The number of the first such state in a complete exploration, or -1. @throws Stopped */
export function firstLivelock(exploration: Exploration, limits: Pick<Limits, 'stop'> = {}): number {
  const { visited, system, layout } = exploration;
  // Every state has a successor until all threads have ended. So without a cycle in the automaton all threads end.
  if (!hasCycle(system.automaton)) return -1;
  const threads = system.starts.length;
  const words = system.shared;
  const stepper = system.newStepper();
  const fields = new Int32Array(words + threads);
  const terminating = new Uint8Array(visited.size);

  const canTerminate = (state: number): boolean => {
    visited.read(state, fields);
    if (system.hasStopped(fields)) return true; // who waits for a thread that has trapped is no livelock
    let ended = true;
    for (let column = 0; column < threads; column++) {
      const choices = stepper.choices(fields, column);
      if (choices > 0) ended = false;
      for (let choice = 0; choice < choices; choice++) {
        stepper.execute(fields, column, choice);
        canonicalize(stepper.fields, words, layout.sameClass);
        if (terminating[visited.find(stepper.fields)]) return true;
      }
    }
    return ended;
  };
  // Successors mostly have higher numbers, so the first pass from the back computes nearly everything.
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = visited.size - 1; state >= 0; state--) {
      stopAt(state, limits);
      if (terminating[state] || !canTerminate(state)) continue;
      terminating[state] = 1;
      changed = true;
    }
  }
  return terminating.indexOf(0);
}

/** Whether some thread can reach a local state a second time. */
function hasCycle(automaton: Automaton): boolean {
  // Depth-first search over local states and detector steps: a successor that is on the current path closes a cycle.
  const onPath = new Set<number>();
  const done = new Set<number>();
  const path: { entry: number; successors: Iterator<number> }[] = [];
  const enter = (entry: number): void => {
    onPath.add(entry);
    path.push({ entry, successors: automaton.successorsOf(entry).values() });
  };
  for (let localState = 0; localState < automaton.size; localState++) {
    if (!done.has(localState)) enter(localState);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.successors.next();
      if (next.done) {
        onPath.delete(top.entry);
        done.add(top.entry);
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
