// Release/acquire by views: an access may find any older value that its ordering allows. See operations.ts.

import type { SourceLine } from '../../../front-end/places.js';
import type { LitmusTest } from '../../../litmus/parse.js';
import { PLAIN } from '../../../printers/model/instructions.js';
import { litmusModel } from '../../model/litmus-model.js';
import { type Model, type System, systemUnder } from '../../model/system.js';
import { exploreLitmus, exploreStates } from '../by-states.js';
import type { MemoryModel, Scope } from '../memory-model.js';
import { Components } from './components.js';
import { findReorderableStore } from './load-buffering.js';
import { initialThreadViews } from './memory.js';
import { Transitions } from './transitions.js';
import { WeakStepper } from './weak-stepper.js';

function overWeakMemory<M extends Model>(model: M): M & System {
  const { automaton, starts } = model;
  const components = new Components(automaton);
  const transitions = new Transitions(automaton, components);
  const views = initialThreadViews(automaton.words.size);
  const semantics = {
    sequential: false,
    shared: 1,
    // The initial memory has number 0.
    initial: (localStates: readonly number[]) =>
      Int32Array.from([0, ...localStates.map((localState) => components.threadStateNumber(localState, views))]),
    newStepper: () => new WeakStepper(automaton, starts.length, components, transitions),
    bytesHeld: () => automaton.bytesHeld() + components.bytes + transitions.bytes,
    bytesOfStates: () => components.bytes,
  };
  return systemUnder(semantics, model);
}

export const ra: MemoryModel = {
  over: overWeakMemory,
  explore: (system, properties, options) =>
    exploreStates(system, properties, options, () => scopeOf(system, options.lineOf)),
  litmus: (test, limits) =>
    hasPlainAccess(test)
      ? { unfit: 'it has plain accesses, such as *x = 1, and this model has none' }
      : exploreLitmus(test, overWeakMemory(litmusModel(test)), limits),
};

/** After a complete exploration of `system`. */
function scopeOf({ automaton }: System, lineOf: (offset: number) => SourceLine): Scope {
  const pair = findReorderableStore(automaton);
  const lineText = (offset: number): string => {
    const { file, line } = lineOf(offset);
    return `${file}:${line}`;
  };
  return {
    under: 'release/acquire by views, each access as ordered as its source asks',
    limits: [
      pair
        ? `Not shown: loads that find what is written later on (load buffering), which this run could need: the store at ${lineText(pair.store)} may pass the load at ${lineText(pair.load)}.`
        : 'No store here may pass an earlier load, so load buffering, which the model cannot show, would add nothing.',
      'Dependencies order nothing, so a violation may rest on what they forbid: look at the stale values of its witness.',
    ],
  };
}

/** Returns whether a thread has an access that is not marked. */
function hasPlainAccess({ threads }: LitmusTest): boolean {
  return threads.some(({ body: { code } }) => {
    const orders = new Set(code.flatMap((one) => (one.op === 'access' ? [one.inputs.at(-1)] : [])));
    return code.some((one) => one.op === 'constant' && one.value === PLAIN && orders.has(one.to));
  });
}
