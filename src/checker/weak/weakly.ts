// A system under sequential consistency as one under the weak model: the same threads over another memory.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import type { System } from '../machine/system.js';
import { initialThreadViews } from './memory.js';
import { Numbers } from './numbers.js';
import { Transitions } from './transitions.js';
import { WeakStepper } from './weak-stepper.js';

export function weakly<Plain extends System>(system: Plain): Plain {
  const { automaton, starts } = system;
  const words = automaton.words.size;
  const numbers = new Numbers(automaton);
  const transitions = new Transitions(automaton, FIRST_VIOLATION, numbers);
  const mover = (): WeakStepper => new WeakStepper(automaton, starts.length, numbers, transitions);
  const looking = mover();
  const views = initialThreadViews(words);
  const standOf = (thread: number): number => numbers.ofThreadState(starts[thread] as number, views);
  return {
    ...system,
    plain: false,
    shared: 1,
    initial: (threads: readonly number[]) => Int32Array.from([0, ...threads.map(standOf)]),
    mover,
    // What is left at the end is the newest of each word.
    atEnd: (fields: Int32Array) => system.atEnd(Int32Array.from(looking.newest(fields))),
  };
}
