// Livelocks: states from which no schedule lets every thread end. A deadlock of spinning locks is a livelock, too. A loop
// that is endless under an unfair schedule is none, if another schedule ends it.
//
// With a livelock, schedules end up in a set of states that none of them leaves, and in which each state can
// be reached again from each. There every thread that has not ended comes to its local state again and again, whichever
// one it is. So the livelock is among the states in which all threads have ended or are in a loop, the *candidates*.
// They are few. Those that can leave the candidates are removed until none can: what is left is a livelock.

import { type Automaton, STOPPED } from '../model/automaton.js';
import { type Exploration, successorsIn } from '../search/explore.js';
import { type SearchLimits, stopAt } from '../search/limits.js';

/**
 * The number of the first state from which no schedule lets every thread end, in a complete exploration; or -1.
 * @throws Stopped, OutOfMemory
 */
export function firstLivelock(exploration: Exploration, limits: SearchLimits = {}): number {
  return hasLivelock(exploration, limits) ? firstWithoutEnd(exploration, limits) : -1;
}

function hasLivelock(exploration: Exploration, limits: SearchLimits): boolean {
  const { visited, system } = exploration;
  const looping = loopingLocalStates(system.automaton);
  if (!looping.includes(1)) return false;
  limits.budget?.require(visited.size);
  const trapped = new Uint8Array(visited.size); // 1: a candidate that cannot leave, as far as is known
  const stepper = system.newStepper();
  const threads = system.starts.length;
  const fields = new Int32Array(stepper.fields.length);
  const isCandidate = (state: number): boolean => {
    visited.read(state, fields);
    let running = 0;
    for (let thread = 0; thread < threads; thread++) {
      const localState = stepper.localState(fields, thread);
      if (localState === STOPPED) return false; // who waits for a thread that has trapped is no livelock
      if (system.automaton.choicesOf.at(localState) === 0) continue;
      if (!looping[localState]) return false;
      running++;
    }
    return running > 0;
  };
  let candidates = 0;
  for (let state = 0; state < visited.size; state++) {
    stopAt(state, limits);
    if (!isCandidate(state)) continue;
    trapped[state] = 1;
    candidates++;
  }
  const successorsOf = successorsIn(exploration);
  const leaves = (state: number): boolean => successorsOf(state, (successor) => trapped[successor] === 0);
  const left = sweep(visited.size, limits, (state) => {
    if (!trapped[state] || !leaves(state)) return false;
    trapped[state] = 0;
    return true;
  });
  return candidates > left;
}

function firstWithoutEnd(exploration: Exploration, limits: SearchLimits): number {
  const { visited, system } = exploration;
  limits.budget?.require(visited.size);
  const ending = new Uint8Array(visited.size);
  const stepper = system.newStepper();
  const fields = new Int32Array(stepper.fields.length);
  const successorsOf = successorsIn(exploration);
  const leadsToEnd = (state: number): boolean => successorsOf(state, (successor) => ending[successor] === 1);
  const isEnd = (state: number): boolean => {
    visited.read(state, fields);
    return system.hasStopped(fields) || system.starts.every((_, thread) => stepper.choices(fields, thread) === 0);
  };
  sweep(visited.size, limits, (state) => {
    if (ending[state] || !(leadsToEnd(state) || isEnd(state))) return false;
    ending[state] = 1;
    return true;
  });
  return ending.indexOf(0);
}

/** Calls `change` for every state until it changes nothing any more. Returns how often it did. */
function sweep(states: number, limits: SearchLimits, change: (state: number) => boolean): number {
  let changes = 0;
  // Successors mostly have higher numbers, so the first pass from the back computes nearly everything.
  for (let before = -1; changes !== before; ) {
    before = changes;
    for (let state = states - 1; state >= 0; state--) {
      stopAt(state, limits);
      if (change(state)) changes++;
    }
  }
  return changes;
}

/** Per local state: 1 if a thread in it can come to it again. Only for an automaton that is complete. */
function loopingLocalStates(automaton: Automaton): Uint8Array {
  const looping = new Uint8Array(automaton.size);
  for (const component of stronglyConnected(automaton)) {
    const [first = 0] = component;
    if (component.length === 1 && !automaton.successorsOf(first).has(first)) continue;
    for (const entry of component) if (entry >= 0) looping[entry] = 1;
  }
  return looping;
}

interface Visit {
  readonly entry: number;
  readonly successors: Iterator<number>;
}

/** The strongly connected components of local states and ~detector steps (Tarjan 1972). */
function* stronglyConnected(automaton: Automaton): Generator<number[]> {
  /** The order in which entries are found, and the earliest one that each can return to. */
  const found = new Map<number, number>();
  const earliest = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const path: Visit[] = [];
  const enter = (entry: number): void => {
    earliest.set(entry, found.size);
    found.set(entry, found.size);
    open.push(entry);
    isOpen.add(entry);
    path.push({ entry, successors: automaton.successorsOf(entry).values() });
  };
  const returns = (entry: number, to: number): void => {
    earliest.set(entry, Math.min(earliest.get(entry) ?? to, to));
  };
  for (let localState = 0; localState < automaton.size; localState++) {
    if (!found.has(localState)) enter(localState);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { entry, successors } = top;
      const next = successors.next();
      if (!next.done) {
        if (!found.has(next.value)) enter(next.value);
        else if (isOpen.has(next.value)) returns(entry, found.get(next.value) as number);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      const back = earliest.get(entry) as number;
      if (before) returns(before.entry, back);
      if (back !== found.get(entry)) continue;
      const component = open.splice(open.lastIndexOf(entry));
      for (const closed of component) isOpen.delete(closed);
      yield component;
    }
  }
}
