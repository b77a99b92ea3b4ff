// States from which no schedule at all lets every thread end: a deadlock, or a loop that nobody can leave.

import { type Automaton, ENDED, UNKNOWN } from '../machine/automaton.js';
import type { Exploration } from './explore.js';
import { sortClasses } from './symmetry.js';

/** The first such state in a complete exploration, or -1. */
export function firstLivelock(exploration: Exploration): number {
  const { visited, system, columns } = exploration;
  // Every state has a successor until all threads have ended, so a thread that never comes back to a place must end.
  if (!canComeBack(system.automaton)) return -1;
  const threads = system.starts.length;
  const words = system.shared;
  const stepper = system.mover();
  const fields = new Int32Array(words + threads);
  const ends = new Uint8Array(visited.size);

  const canEnd = (state: number): boolean => {
    visited.read(state, fields);
    let ended = true;
    for (let column = 0; column < threads; column++) {
      const ways = stepper.ways(fields, column);
      if (ways > 0) ended = false;
      for (let way = 0; way < ways; way++) {
        stepper.take(fields, column, way);
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
  const { places, links, rowShift } = automaton;
  // 0: not met, 1: on the path, 2: done. Links have their own numbers behind the places.
  const marks = new Uint8Array(places.length + links.length);
  const indexOf = (point: number): number => (point >= 0 ? point : places.length + ~point);
  const followers = (point: number): Iterable<number> => {
    const row = (point >= 0 ? point : ~point) << rowShift;
    const table = point >= 0 ? automaton.next : automaton.linkNext;
    return new Set(table.subarray(row, row + (1 << rowShift)).filter((next) => next !== UNKNOWN));
  };
  const path: { point: number; rest: Iterator<number> }[] = [];
  const enter = (point: number): void => {
    marks[indexOf(point)] = 1;
    path.push({ point, rest: followers(point)[Symbol.iterator]() });
  };
  for (let start = 0; start < places.length; start++) {
    if (start === ENDED || marks[start] !== 0) continue;
    enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { done, value } = top.rest.next();
      if (done) {
        marks[indexOf(top.point)] = 2;
        path.pop();
      } else if (value !== ENDED) {
        const mark = marks[indexOf(value)];
        if (mark === 1) return true;
        if (mark === 0) enter(value);
      }
    }
  }
  return false;
}
