// Sequential consistency: every interleaving of the accesses, and no other behaviour.

import type { Automaton } from '../../model/automaton.js';
import { litmusModel } from '../../model/litmus-model.js';
import { runMonitors } from '../../model/run-monitors.js';
import { type Model, type Stepper, type System, systemUnder } from '../../model/system.js';
import { copyFields, field } from '../../words/state-vector.js';
import { exploreLitmus, exploreStates } from '../by-states.js';
import type { MemoryModel } from '../memory-model.js';

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

/** The fields of a state vector are the number of each word's value, then each thread's local state. */
class SequentialStepper implements Stepper {
  readonly fields: Int32Array;
  violations = 0;
  valueRead = 0;
  readonly newerWrites = 0;
  readonly #automaton: Automaton;
  readonly #words: number;

  constructor(automaton: Automaton, threads: number) {
    this.#automaton = automaton;
    this.#words = automaton.words.size;
    this.fields = new Int32Array(this.#words + threads);
  }

  choices(from: Int32Array, thread: number): number {
    return this.#automaton.choicesOf.at(field(from, this.#words + thread));
  }

  localState(of: Int32Array, thread: number): number {
    return field(of, this.#words + thread);
  }

  newestValues(of: Int32Array): Int32Array {
    return of;
  }

  execute(from: Int32Array, thread: number, choice: number): void {
    const { fields } = this;
    const automaton = this.#automaton;
    const words = this.#words;
    copyFields(from, fields);
    this.violations = 0;
    const localState = field(from, words + thread);
    const word = automaton.wordOf.at(localState);
    const number = word >= 0 ? field(from, word) : choice;
    this.valueRead = number;
    const next = automaton.follow(localState, number);
    if (word >= 0) fields[word] = automaton.written.at(localState, number);
    fields[words + thread] = runMonitors(automaton, next, fields, this);
  }
}
