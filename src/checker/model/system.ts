// Threads over shared words, and the transition system that they are under a memory model.

import type { ThreadStart } from '../program/interpreter.js';
import { type Automaton, STOPPED } from './automaton.js';

/** Threads over shared words, whatever the memory between them. */
export interface Model {
  readonly automaton: Automaton;
  /** By thread: the function that it runs. */
  readonly threads: readonly ThreadStart[];
  /** By thread: the local state in which it begins. */
  readonly starts: readonly number[];
  /** Violations (a set of bits) of words at rest, given the final value of each. */
  violationsOf(finalValue: (word: number) => number): number;
}

/**
 * Executes single transitions. States are state vectors: `System.shared` fields for the memory, then one per thread.
 */
export interface Stepper {
  /** The successor that the last execute() computed. */
  readonly fields: Int32Array;
  /** Violations that detectors reported in the last execute(): a set of bits, see property-bits.ts. */
  readonly violations: number;
  /** The number of the value that the last execute() read, or the outcome that it chose. */
  readonly valueRead: number;
  /** Number of writes to the word, at that time, that are newer than the one read: 0 unless the memory is weak. */
  readonly newerWrites: number;
  /** Under axioms: number of the step since the initial state whose write the last execute() read. */
  readonly from?: number | undefined;
  /** Number of enabled transitions of `thread`: the choices that execute() accepts. 0 when the thread has ended. */
  choices(from: Int32Array, thread: number): number;
  /** Executes a transition of `thread` in the state `from`. `choice`: which of its enabled transitions, from 0. */
  execute(from: Int32Array, thread: number, choice: number): void;
  /** The local state of `thread` in the state `of`: see automaton.ts. */
  localState(of: Int32Array, thread: number): number;
  /** Numbers of the newest value of each word in the state `of`, by word. Elements after the last word are unused. */
  newestValues(of: Int32Array): Int32Array;
}

/**
 * Calls `visit` for each successor of the state `fields`, in which `threads` threads run. During the call the successor
 * is in `stepper`, and `visit` may change it there. Returns whether there is no successor: all threads have ended.
 */
export function forEachSuccessor(stepper: Stepper, threads: number, fields: Int32Array, visit: () => void): boolean {
  let ended = true;
  for (let thread = 0; thread < threads; thread++) {
    const choices = stepper.choices(fields, thread);
    if (choices > 0) ended = false;
    for (let choice = 0; choice < choices; choice++) {
      stepper.execute(fields, thread, choice);
      visit();
    }
  }
  return ended;
}

/** The state vectors of a memory model, and the steps from one to the next. */
export interface MemorySemantics {
  /** True when the memory is sequentially consistent, which implies the state vectors of SequentialStepper. */
  readonly sequential: boolean;
  /** Number of fields of a state vector before those of the threads. */
  readonly shared: number;
  /** The initial state. `starts`: the local states in which the threads begin, in the order of their fields. */
  initial(starts: readonly number[]): Int32Array;
  newStepper(): Stepper;
  /** Memory of the automaton, and of what the fields of a state vector are the numbers of. */
  bytesHeld(): number;
  /** Of that, the part that grows with the number of states. */
  bytesOfStates(): number;
}

export interface System extends Model, MemorySemantics {
  /** Tells whether a trap has stopped a thread. Then the state is no end at which everything has been given back. */
  hasStopped(fields: Int32Array): boolean;
  /** Violations (a set of bits) of a state in which no thread can go on. */
  violationsAtRest(fields: Int32Array): number;
}

/** The transition system of `model` under `semantics`. */
export function systemUnder<M extends Model>(semantics: MemorySemantics, model: M): M & System {
  const { automaton, starts } = model;
  const reader = semantics.newStepper();
  const hasStopped = (fields: Int32Array): boolean =>
    starts.some((_, thread) => reader.localState(fields, thread) === STOPPED);
  return {
    ...model,
    ...semantics,
    hasStopped,
    violationsAtRest: (fields) => {
      if (hasStopped(fields)) return 0;
      const newest = reader.newestValues(fields);
      return model.violationsOf((word) => automaton.words.valueIn(newest, word));
    },
  };
}
