// Threads that begin in the same place are interchangeable: a state with two of them swapped has the same future, up to
// names. Of all such states only the one with sorted places is kept, which divides states by up to n! for n getters.
// (A place says all about a thread, so sorting all threads together would be right too, but there is nothing to gain.)

export interface Columns {
  /** For each column of a state the thread in it at the start; threads of one class stand side by side. */
  readonly threads: readonly number[];
  /** Per column: its class. */
  readonly classes: readonly number[];
  /** Per column: whether it belongs to the class of the column before it. */
  readonly joined: readonly boolean[];
}

/** Columns of the threads that begin in `starts`; without `symmetry` every thread is a class of its own. */
export function columns(starts: readonly number[], symmetry: boolean): Columns {
  const classOf = (thread: number): number => (symmetry ? starts.indexOf(starts[thread] as number) : thread);
  const threads = starts.map((_, thread) => thread);
  threads.sort((left, right) => classOf(left) - classOf(right) || left - right);
  const classes = threads.map(classOf);
  return { threads, classes, joined: classes.map((own, column) => column > 0 && own === classes[column - 1]) };
}

/**
 * Sorts the places of each class, `fields[words..]`, by insertion: one thread has moved since they were sorted. `who`
 * moves along, if given.
 */
export function sortClasses(fields: Int32Array, words: number, joined: readonly boolean[], who?: number[]): void {
  for (let column = 1; column < joined.length; column++) {
    if (!joined[column]) continue;
    const place = fields[words + column] as number;
    const thread = who?.[column] as number;
    let to = column;
    while (joined[to] && (fields[words + to - 1] as number) > place) {
      fields[words + to] = fields[words + to - 1] as number;
      if (who) who[to] = who[to - 1] as number;
      to--;
    }
    fields[words + to] = place;
    if (who) who[to] = thread;
  }
}
