// Threads that begin in the same place are interchangeable: a state with two of them swapped has the same future, up to
// names. Of all such states only the one with sorted places is kept, which divides states by up to n! for n getters.
// (A place says all about a thread, so sorting all threads together would be right too, but there is nothing to gain.)

import { field } from '../machine/state-vector.js';

export interface Columns {
  /** For each column of a state the thread in it at the start; threads of one class stand side by side. */
  readonly threads: readonly number[];
  /** For each column the place in which its thread begins. */
  readonly starts: readonly number[];
  /** Per column: its class. */
  readonly classes: readonly number[];
  /** Per column: whether it belongs to the class of the column before it. */
  readonly joined: readonly boolean[];
}

/** Columns of the threads that begin in `starts`; without `symmetry` every thread is a class of its own. */
export function columns(starts: readonly number[], symmetry: boolean): Columns {
  const order = starts.map((start, thread) => ({ thread, start, own: symmetry ? starts.indexOf(start) : thread }));
  order.sort((left, right) => left.own - right.own || left.thread - right.thread);
  return {
    threads: order.map(({ thread }) => thread),
    starts: order.map(({ start }) => start),
    classes: order.map(({ own }) => own),
    joined: order.map(({ own }, column) => column > 0 && own === order[column - 1]?.own),
  };
}

/**
 * Sorts the places of each class, `fields[words..]`, by insertion: one thread has moved since they were sorted. `who`
 * moves along, if given.
 */
export function sortClasses(fields: Int32Array, words: number, joined: readonly boolean[], who?: number[]): void {
  for (let column = 1; column < joined.length; column++) {
    if (!joined[column]) continue;
    const place = field(fields, words + column);
    let to = column;
    while (joined[to] && field(fields, words + to - 1) > place) {
      fields[words + to] = field(fields, words + to - 1);
      to--;
    }
    fields[words + to] = place;
    who?.splice(to, 0, ...who.splice(column, 1));
  }
}
