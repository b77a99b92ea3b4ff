// Symmetry reduction. Threads that begin in the same local state are interchangeable, and form a symmetry class:
// swapping two of them yields a state with the same future, up to names. The canonical state of such an equivalence
// class has the local states of each symmetry class in ascending order. Only canonical states are kept, which divides
// the number of states by up to n! for n getters. (Under the weak model, a thread's field is the number of its thread
// state instead of its local state: see memory/ra/components.ts.)
//
// A *column* is the index of a field among the thread fields of a state vector.

import { field } from '../words/state-vector.js';

export interface ThreadLayout {
  /** Per column: the thread in it in the initial state. Threads of one symmetry class have adjacent columns. */
  readonly threads: readonly number[];
  /** Per column: the local state in which its thread begins. */
  readonly starts: readonly number[];
  /** Per column: its symmetry class. */
  readonly classes: readonly number[];
  /** Per column: whether it belongs to the symmetry class of the column before it. */
  readonly sameClass: readonly boolean[];
}

/** Assigns columns to the threads that begin in `starts`. Without `symmetry` every thread is a class of its own. */
export function layOutThreads(starts: readonly number[], symmetry: boolean): ThreadLayout {
  const order = starts.map((start, thread) => ({
    thread,
    start,
    symmetryClass: symmetry ? starts.indexOf(start) : thread,
  }));
  order.sort((left, right) => left.symmetryClass - right.symmetryClass || left.thread - right.thread);
  return {
    threads: order.map(({ thread }) => thread),
    starts: order.map(({ start }) => start),
    classes: order.map(({ symmetryClass }) => symmetryClass),
    sameClass: order.map(
      ({ symmetryClass }, column) => column > 0 && symmetryClass === order[column - 1]?.symmetryClass,
    ),
  };
}

/**
 * Makes a state canonical: sorts `fields[words..]` within each symmetry class. Insertion sort is fast here, since only
 * one thread has changed since they were sorted. `threadAt`, the thread in each column, is permuted in the same way.
 */
export function canonicalize(
  fields: Int32Array,
  words: number,
  sameClass: readonly boolean[],
  threadAt?: number[],
): void {
  for (let column = 1; column < sameClass.length; column++) {
    if (!sameClass[column]) continue;
    const moved = field(fields, words + column);
    let to = column;
    while (sameClass[to] && field(fields, words + to - 1) > moved) {
      fields[words + to] = field(fields, words + to - 1);
      to--;
    }
    fields[words + to] = moved;
    threadAt?.splice(to, 0, ...threadAt.splice(column, 1));
  }
}

/** The same where only the thread in `column` has changed: it moves to its place. */
export function settle(fields: Int32Array, words: number, sameClass: readonly boolean[], column: number): void {
  const moved = field(fields, words + column);
  let to = column;
  while (sameClass[to] && field(fields, words + to - 1) > moved) {
    fields[words + to] = field(fields, words + to - 1);
    to--;
  }
  while (to + 1 < sameClass.length && sameClass[to + 1] && field(fields, words + to + 1) < moved) {
    fields[words + to] = field(fields, words + to + 1);
    to++;
  }
  fields[words + to] = moved;
}
