// Release/acquire by views: an access may find any older value that its ordering allows. See operations.ts.

import type { SourceLine } from '../../../front-end/places.js';
import type { LitmusTest } from '../../../litmus/parse.js';
import type { FunctionBody } from '../../../printers/model/instructions.js';
import { hasPlainAccess, litmusModel } from '../../model/litmus-model.js';
import { type Model, type System, systemUnder } from '../../model/system.js';
import { exploreLitmus, exploreStates } from '../by-states.js';
import type { MemoryModel, Scope } from '../memory-model.js';
import { aheadIn, MOST_WORDS } from './ahead.js';
import { BlockStepper } from './block-stepper.js';
import { Components } from './components.js';
import { findReorderableStore } from './load-buffering.js';
import { initialThreadViews } from './memory.js';
import { Transitions } from './transitions.js';
import { WeakStepper } from './weak-stepper.js';

/** `bodies`: of the threads of a litmus test, if as few states are to be explored as show how it may end. */
export function overWeakMemory<M extends Model>(model: M, bodies?: readonly FunctionBody[]): M & System {
  const { automaton, starts } = model;
  const components = new Components(automaton, bodies && aheadIn(automaton, bodies));
  const transitions = new Transitions(automaton, components);
  const views = initialThreadViews(automaton.words.size);
  const inBlocks = bodies !== undefined && automaton.words.size <= MOST_WORDS;
  const semantics = {
    sequential: false,
    shared: 1,
    // The initial memory has number 0.
    initial: (localStates: readonly number[]) =>
      Int32Array.from([0, ...localStates.map((localState) => components.threadStateNumber(localState, views))]),
    newStepper: () => {
      const stepper = new WeakStepper(automaton, starts.length, components, transitions);
      return inBlocks ? new BlockStepper(stepper, automaton, components, starts.length) : stepper;
    },
    bytesHeld: () => automaton.bytesHeld() + components.bytes + transitions.bytes,
    bytesOfStates: () => components.bytes,
  };
  return systemUnder(semantics, model);
}

/** States of a test up to which fewer of them, found with more work for each, would be no gain. */
const FEW_STATES = 20_000;
const REDUCED =
  'ra: there are too many schedules to count: of those that differ only in when independent steps take place, one was';

export const ra: MemoryModel = {
  over: (model) => overWeakMemory(model),
  explore: (system, properties, options) =>
    exploreStates(system, properties, options, () => scopeOf(system, options.lineOf)),
  litmus: (test, limits) => {
    if (hasPlainAccess(test)) return { unfit: 'it has plain accesses, such as *x = 1, and this model has none' };
    const model = litmusModel(test);
    const maxStates = Math.min(limits.maxStates, FEW_STATES);
    const result = exploreLitmus(test, overWeakMemory(model), { ...limits, maxStates });
    if (!('undecided' in result) || maxStates === limits.maxStates) return result;
    const reduced = exploreLitmus(test, overWeakMemory(model, bodiesOf(test)), limits);
    return 'finals' in reduced ? { ...reduced, notes: [REDUCED] } : reduced;
  },
};

export function bodiesOf({ threads }: LitmusTest): FunctionBody[] {
  return threads.map(({ body }) => body);
}

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
