// The local states to which a thread can return: those on a cycle of the automaton.

import type { Automaton } from '../model/automaton.js';

/** Per local state: 1 if a thread in it can come to it again. Only for an automaton that is complete. */
export function loopingLocalStates(automaton: Automaton): Uint8Array {
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
