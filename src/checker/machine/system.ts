// What is explored: threads over shared words, and how one of them moves.

import { type Automaton, ENDED, UNKNOWN } from './automaton.js';

export interface System {
  readonly automaton: Automaton;
  /** The place in which each thread begins. */
  readonly starts: readonly number[];
  /** Violations (a set of bits) that a state shows in which every thread has ended; `fields` begin with the words. */
  atEnd(fields: Int32Array): number;
}

/** Moves single threads. A state is an array of fields: the number of each word's value, then each thread's place. */
export class Stepper {
  /** The state after the last take(). */
  readonly fields: Int32Array;
  /** Violations reported in the last take(), a set of bits by `kind - FIRST_VIOLATION`. */
  violations = 0;
  private readonly words: number;

  constructor(
    private readonly automaton: Automaton,
    threads: number,
    private readonly firstViolation: number,
  ) {
    this.words = automaton.words.size;
    this.fields = new Int32Array(this.words + threads);
  }

  /** How many ways thread `thread` can move: 0 at its end, 1 for an access, more for a choice. */
  ways(from: Int32Array, thread: number): number {
    const place = from[this.words + thread] as number;
    if (place === ENDED) return 0;
    return this.automaton.outcomesOf[place] || 1;
  }

  /** Lets `thread` take its step, in its `way`-th way, from the state `from`. */
  take(from: Int32Array, thread: number, way: number): void {
    const { automaton, fields, words } = this;
    fields.set(from);
    this.violations = 0;
    const place = from[words + thread] as number;
    const word = automaton.wordOf[place] as number;
    const number = word >= 0 ? (from[word] as number) : way;
    let next = automaton.next[(place << automaton.rowShift) | number] as number;
    if (next === UNKNOWN) {
      automaton.learn(place, number);
      next = automaton.next[(place << automaton.rowShift) | number] as number;
    }
    if (word >= 0) fields[word] = automaton.written[(place << automaton.rowShift) | number] as number;
    while (next < 0) next = this.follow(~next);
    fields[words + thread] = next;
  }

  private follow(link: number): number {
    const { automaton, fields } = this;
    const word = automaton.linkWord[link] as number;
    if (word < 0) this.violations |= 1 << (~word - this.firstViolation);
    const number = word < 0 ? 0 : (fields[word] as number);
    const next = automaton.linkNext[(link << automaton.rowShift) | number] as number;
    if (next !== UNKNOWN) return next;
    automaton.learnLink(link, number);
    return automaton.linkNext[(link << automaton.rowShift) | number] as number;
  }
}
