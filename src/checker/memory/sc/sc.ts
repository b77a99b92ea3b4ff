// Sequential consistency: every interleaving of the accesses, and no other behaviour.

import { litmusModel } from '../../model/litmus-model.js';
import { type Model, type System, systemUnder } from '../../model/system.js';
import { exploreLitmus, exploreStates } from '../by-states.js';
import type { MemoryModel } from '../memory-model.js';
import { SequentialStepper } from './sequential-stepper.js';

function overSequentialMemory<M extends Model>(model: M): M & System {
  const { automaton, starts } = model;
  const shared = automaton.words.size;
  const semantics = {
    sequential: true,
    shared,
    // Each word's initial value has number 0 in its domain.
    initial: (localStates: readonly number[]) => Int32Array.from([...Array<number>(shared).fill(0), ...localStates]),
    newStepper: () => new SequentialStepper(automaton, starts.length),
    bytesHeld: () => automaton.bytesHeld(),
    bytesOfStates: () => 0,
  };
  return systemUnder(semantics, model);
}

const SCOPE = { under: 'sequential consistency; it says nothing about larger ones or weaker orders', limits: [] };

export const sc: MemoryModel = {
  over: overSequentialMemory,
  explore: (system, properties, options) => exploreStates(system, properties, options, () => SCOPE),
  litmus: (test, limits) => exploreLitmus(test, overSequentialMemory(litmusModel(test)), limits),
};
