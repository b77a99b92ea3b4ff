// A system under sequential consistency as one under the weak model: the same threads over another memory.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import type { System } from '../machine/system.js';
import { Numbers } from './components.js';
import { initialThreadViews } from './memory.js';
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
  return {
    ...system,
    sequential: false,
    shared: 1,
    // The memory in which nobody has moved has number 0.
    initial: (places: readonly number[]) =>
      Int32Array.from([0, ...places.map((place) => numbers.ofThreadState(place, views))]),
    newStepper: mover,
    // What is left at the end is the newest of each word.
    violationsAtRest: (fields: Int32Array) => system.violationsAtRest(looking.newestValues(fields)),
  };
}
