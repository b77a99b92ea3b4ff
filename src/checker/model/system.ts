// The transition system that is explored: threads over shared words. A stepper executes one transition of one thread.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import { copyFields, field } from '../words/state-vector.js';
import { type Automaton, STOPPED, UNKNOWN } from './automaton.js';

/**
 * Executes single transitions. States are state vectors: `System.shared` fields for the memory, then one per thread.
 */
export interface Stepper {
  /** The successor that the last execute() computed. */
  readonly fields: Int32Array;
  /** Violations that detectors reported in the last execute(): a set of bits, by `kind - FIRST_VIOLATION`. */
  readonly violations: number;
  /** The number of the value that the last execute() read, or the outcome that it chose. */
  readonly valueRead: number;
  /** Number of writes to the word, at that time, that are newer than the one read: 0 unless the memory is weak. */
  readonly newerWrites: number;
  /** Where executions are told: number of the step since the initial state whose write the last execute() read. */
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

export interface System {
  readonly automaton: Automaton;
  /** The local state in which each thread begins. */
  readonly starts: readonly number[];
  /** Whether the memory is sequentially consistent, which implies the state vectors of SequentialStepper. */
  readonly sequential: boolean;
  /** Number of fields of a state vector before those of the threads. */
  readonly shared: number;
  /** The initial state. `starts`: the local states in which the threads begin, in the order of their fields. */
  initial(starts: readonly number[]): Int32Array;
  newStepper(): Stepper;
  /** Whether a trap has stopped a thread. Then the state is no end at which everything has been given back. */
  hasStopped(fields: Int32Array): boolean;
  /** Violations (a set of bits) of a state in which no thread can go on. */
  violationsAtRest(fields: Int32Array): number;
  /** Memory of the automaton, and of what the fields of a state vector are the numbers of. */
  bytesHeld(): number;
  /** Of that, what there is the more of the more states there are. */
  bytesOfStates(): number;
}

/** The parts of a system under sequential consistency: the memory holds one value per word. */
export function overSequentialMemory(
  automaton: Automaton,
  starts: readonly number[],
): Pick<System, 'sequential' | 'shared' | 'initial' | 'newStepper' | 'hasStopped' | 'bytesHeld' | 'bytesOfStates'> {
  const shared = automaton.words.size;
  return {
    sequential: true,
    shared,
    // Each word's initial value has number 0 in its domain.
    initial: (localStates) => Int32Array.from([...Array<number>(shared).fill(0), ...localStates]),
    newStepper: () => new SequentialStepper(automaton, starts.length, FIRST_VIOLATION),
    hasStopped: (fields) => fields.includes(STOPPED, shared),
    bytesHeld: () => automaton.bytesHeld(),
    bytesOfStates: () => 0,
  };
}

/** The fields of a state vector are the number of each word's value, then each thread's local state. */
export class SequentialStepper implements Stepper {
  readonly fields: Int32Array;
  violations = 0;
  valueRead = 0;
  readonly newerWrites = 0;
  readonly #automaton: Automaton;
  readonly #firstViolation: number;
  readonly #words: number;

  constructor(automaton: Automaton, threads: number, firstViolation: number) {
    this.#automaton = automaton;
    this.#firstViolation = firstViolation;
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
    let next = automaton.successor.at(localState, number);
    if (next === UNKNOWN) {
      automaton.computeTransition(localState, number);
      next = automaton.successor.at(localState, number);
    }
    if (word >= 0) fields[word] = automaton.written.at(localState, number);
    while (next < 0) next = this.#runDetectorStep(~next);
    fields[words + thread] = next;
  }

  #runDetectorStep(step: number): number {
    const automaton = this.#automaton;
    const word = automaton.detectorWord.at(step);
    if (word < 0) this.violations |= 1 << (~word - this.#firstViolation);
    const number = word < 0 ? 0 : field(this.fields, word);
    let next = automaton.detectorSuccessor.at(step, number);
    if (next === UNKNOWN) {
      automaton.computeDetectorStep(step, number);
      next = automaton.detectorSuccessor.at(step, number);
    }
    if (word >= 0) this.fields[word] = automaton.detectorWritten.at(step, number);
    return next;
  }
}
