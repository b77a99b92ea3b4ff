// What is explored: threads over shared words, and how one of them moves.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import { type Automaton, type Tables, UNKNOWN } from './automaton.js';
import { field } from './state-vector.js';

/** Moves single threads. A state is an array of fields: `System.shared` of them for the memory, then one per thread. */
export interface Mover {
  /** The state after the last take(). */
  readonly fields: Int32Array;
  /** Violations reported in the last take(), a set of bits by `kind - FIRST_VIOLATION`. */
  readonly violations: number;
  /** The number of the value that the last take() found, or the outcome of its choice. */
  readonly found: number;
  /** Newer writes to the word, at that time, than the one found: 0 unless the memory is weak. */
  readonly newer: number;
  /** How many ways thread `thread` can move: 0 at its end. */
  ways(from: Int32Array, thread: number): number;
  /** Lets `thread` take its step, in its `way`-th way, from the state `from`. */
  take(from: Int32Array, thread: number, way: number): void;
  /** The place of `thread` in the state `of`. */
  place(of: Int32Array, thread: number): number;
  /** Numbers of the newest value of each word in the state `of`, by word; what follows them means nothing. */
  newest(of: Int32Array): Int32Array;
}

/**
 * Calls `see` for each way in which each of `threads` threads can move from the state `fields`; `mover` then holds the
 * successor, which `see` may change. True when there is none: all have ended.
 */
export function eachMove(mover: Mover, threads: number, fields: Int32Array, see: () => void): boolean {
  let ended = true;
  for (let thread = 0; thread < threads; thread++) {
    const ways = mover.ways(fields, thread);
    if (ways > 0) ended = false;
    for (let way = 0; way < ways; way++) {
      mover.take(fields, thread, way);
      see();
    }
  }
  return ended;
}

export interface System {
  readonly automaton: Automaton;
  /** The place in which each thread begins. */
  readonly starts: readonly number[];
  /** Whether states are those of the Stepper: a field for each word, and places. */
  readonly plain: boolean;
  /** Fields of a state that come before those of the threads. */
  readonly shared: number;
  /** The state in which nobody has moved; `starts`: the places in which the threads begin, in the order of its fields. */
  initial(starts: readonly number[]): Int32Array;
  mover(): Mover;
  /** Violations (a set of bits) that a state shows in which every thread has ended. */
  atEnd(fields: Int32Array): number;
}

/** The parts of a system whose memory holds one value per word, which all threads see: sequential consistency. */
export function overPlainWords(
  automaton: Automaton,
  starts: readonly number[],
): Pick<System, 'plain' | 'shared' | 'initial' | 'mover'> {
  const shared = automaton.words.size;
  return {
    plain: true,
    shared,
    // Each word's initial value has number 0 in its domain.
    initial: (places) => Int32Array.from([...Array<number>(shared).fill(0), ...places]),
    mover: () => new Stepper(automaton, starts.length, FIRST_VIOLATION),
  };
}

/** The fields of a state are the number of each word's value, then each thread's place. */
export class Stepper implements Mover {
  readonly fields: Int32Array;
  violations = 0;
  found = 0;
  readonly newer = 0;
  readonly #automaton: Tables;
  readonly #firstViolation: number;
  readonly #words: number;

  constructor(automaton: Tables, threads: number, firstViolation: number) {
    this.#automaton = automaton;
    this.#firstViolation = firstViolation;
    this.#words = automaton.words.size;
    this.fields = new Int32Array(this.#words + threads);
  }

  ways(from: Int32Array, thread: number): number {
    return this.#automaton.waysOf.at(field(from, this.#words + thread));
  }

  place(of: Int32Array, thread: number): number {
    return field(of, this.#words + thread);
  }

  newest(of: Int32Array): Int32Array {
    return of;
  }

  take(from: Int32Array, thread: number, way: number): void {
    const { fields } = this;
    const automaton = this.#automaton;
    const words = this.#words;
    fields.set(from);
    this.violations = 0;
    const place = field(from, words + thread);
    const word = automaton.wordOf.at(place);
    const number = word >= 0 ? field(from, word) : way;
    this.found = number;
    let next = automaton.next.at(place, number);
    if (next === UNKNOWN) {
      automaton.learn(place, number);
      next = automaton.next.at(place, number);
    }
    if (word >= 0) fields[word] = automaton.written.at(place, number);
    while (next < 0) next = this.#follow(~next);
    fields[words + thread] = next;
  }

  #follow(link: number): number {
    const automaton = this.#automaton;
    const word = automaton.linkWord.at(link);
    if (word < 0) this.violations |= 1 << (~word - this.#firstViolation);
    const number = word < 0 ? 0 : field(this.fields, word);
    const next = automaton.linkNext.at(link, number);
    if (next !== UNKNOWN) return next;
    automaton.learnLink(link, number);
    return automaton.linkNext.at(link, number);
  }
}
