// What the exploration itself has found out about the program: which values its writes give a word, and which writes may
// pass which reads. A guess needs both. The exploration is repeated until it finds nothing new.

export class Discoveries {
  /** Per word: each value that a write gave it, with the threads that wrote it. */
  readonly #values: Map<number, Set<number>>[] = [];
  /** By place in the code of a read: the places of the writes that may pass it. */
  readonly #passers = new Map<string, Set<string>>();
  #grown = false;

  addValue(thread: number, word: number, value: number): void {
    this.#values[word] ??= new Map();
    const writers = this.#values[word].get(value) ?? new Set();
    if (writers.has(thread)) return;
    this.#values[word].set(value, writers.add(thread));
    this.#grown = true;
  }

  /** Notes that the write at one place may pass the read at another, earlier in its thread. */
  addPasser(read: string, write: string): void {
    const passers = this.#passers.get(read) ?? new Set();
    if (passers.has(write)) return;
    this.#passers.set(read, passers.add(write));
    this.#grown = true;
  }

  /** The places of the writes that may pass the read at `site`. */
  passersOf(site: string): ReadonlySet<string> | undefined {
    return this.#passers.get(site);
  }

  /** What writes give `word`. */
  valuesOf(word: number): number[] {
    return [...(this.#values[word]?.keys() ?? [])];
  }

  /** What a write by a thread other than `reader` may give `word`. */
  valuesFor(reader: number, word: number): number[] {
    const values = [...(this.#values[word] ?? [])];
    return values.filter(([, writers]) => [...writers].some((thread) => thread !== reader)).map(([value]) => value);
  }

  /** Whether something was added since the last call. */
  hasGrown(): boolean {
    const grown = this.#grown;
    this.#grown = false;
    return grown;
  }
}
