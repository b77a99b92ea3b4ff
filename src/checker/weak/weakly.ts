// A system under sequential consistency as one under the weak model: the same threads over another memory.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import type { System } from '../machine/system.js';
import { initialOutlook } from './memory.js';
import { Numbers } from './numbers.js';
import { Turns } from './transitions.js';
import { WeakStepper } from './weak-stepper.js';

export function weakly<Plain extends System>(system: Plain): Plain {
  const { automaton, starts } = system;
  const words = automaton.words.size;
  const numbers = new Numbers(automaton);
  const turns = new Turns(automaton, FIRST_VIOLATION, numbers);
  const mover = (): WeakStepper => new WeakStepper(automaton, starts.length, numbers, turns);
  const looking = mover();
  const outlook = initialOutlook(words);
  const standOf = (thread: number): number => numbers.ofStand(starts[thread] as number, outlook);
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
