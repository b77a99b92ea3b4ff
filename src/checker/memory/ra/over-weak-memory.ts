// Turns a system under sequential consistency into one under the weak model: the same threads over another memory.

import { STOPPED } from '../../model/automaton.js';
import type { System } from '../../model/system.js';
import { Components } from './components.js';
import { initialThreadViews } from './memory.js';
import { Transitions } from './transitions.js';
import { WeakStepper } from './weak-stepper.js';

export function overWeakMemory<Sequential extends System>(system: Sequential): Sequential {
  const { automaton, starts } = system;
  const words = automaton.words.size;
  const components = new Components(automaton);
  const transitions = new Transitions(automaton, components);
  const newStepper = (): WeakStepper => new WeakStepper(automaton, starts.length, components, transitions);
  const reader = newStepper();
  const views = initialThreadViews(words);
  const hasStopped = (fields: Int32Array): boolean =>
    starts.some((_, thread) => reader.localState(fields, thread) === STOPPED);
  return {
    ...system,
    sequential: false,
    shared: 1,
    // The initial memory has number 0.
    initial: (localStates: readonly number[]) =>
      Int32Array.from([0, ...localStates.map((localState) => components.threadStateNumber(localState, views))]),
    newStepper,
    // The final value of a word is its newest one.
    hasStopped,
    bytesHeld: () => automaton.bytesHeld() + components.bytes + transitions.bytes,
    bytesOfStates: () => components.bytes,
    violationsAtRest: (fields: Int32Array) =>
      hasStopped(fields) ? 0 : system.violationsAtRest(reader.newestValues(fields)),
  };
}
