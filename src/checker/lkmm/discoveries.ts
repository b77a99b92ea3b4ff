// What is known of the writes of the program, from the exploration itself: it decides for which reads it pays to wait for
// a write, and which values one that is still to come may have. The exploration is repeated until it finds nothing new.

export class Discoveries {
  /** Per thread and word: one more than the number of the last step that ever wrote the word, or would have. */
  readonly #lastStep: number[][] = [];
  /** Per word. */
  readonly #values: Set<number>[] = [];
  #grown = false;

  /**
   * Notes that `thread` is at an access that may write. One that fails counts: it may succeed once others wait for it, and
   * they do so only if they know of it.
   */
  addAttempt(thread: number, word: number, step: number): void {
    this.#lastStep[thread] ??= [];
    const ofThread = this.#lastStep[thread];
    if (step < (ofThread[word] ?? 0)) return;
    ofThread[word] = step + 1;
    this.#grown = true;
  }

  addValue(word: number, value: number): void {
    this.#values[word] ??= new Set();
    const ofWord = this.#values[word];
    if (ofWord.has(value)) return;
    ofWord.add(value);
    this.#grown = true;
  }

  /** Whether `thread` may write `word` from its step `step` on. */
  mayWrite(thread: number, word: number, step: number): boolean {
    return step < (this.#lastStep[thread]?.[word] ?? 0);
  }

  valuesOf(word: number): Iterable<number> {
    return this.#values[word] ?? [];
  }

  /** Whether something was added since the last call. */
  hasGrown(): boolean {
    const grown = this.#grown;
    this.#grown = false;
    return grown;
  }
}
