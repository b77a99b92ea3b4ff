// What the exploration itself has found out about the program: which values its writes give a word, and which writes may
// pass which reads. A guess needs both. The exploration is repeated until it finds nothing new.

import type { Graph } from './graph.js';
import { passedBy, settledWrites } from './load-buffering.js';

/** Writes what is merely expected. */
const ANYBODY = -1;

export class Discoveries {
  /** Per word: each value that a write gave it, with the threads that wrote it. */
  readonly #values: Map<number, Set<number>>[] = [];
  /** By place in the code of a read: the places of the writes that may pass it. */
  readonly #passers = new Map<string, Set<string>>();
  #grown = false;
  #hasNewWriter = false;

  /** Notes values that some thread may well write. */
  expect(word: number, values: readonly number[]): void {
    for (const value of values) this.#addValue(ANYBODY, word, value);
  }

  /** Notes a write: which reads it may pass, and, unless it may rest on a guess, what it writes. */
  addWrite(graph: Graph, write: number, isSettled: boolean): void {
    if (isSettled) this.#addValueOf(graph, write);
    for (const read of passedBy(graph, write)) this.#addPasser(graph.siteOf(read), graph.siteOf(write));
  }

  /** Notes what is written that does not rest on a guess which has not come true. */
  addSettled(graph: Graph): void {
    for (const write of settledWrites(graph)) this.#addValueOf(graph, write);
  }

  #addValueOf(graph: Graph, write: number): void {
    const { thread, word, value } = graph.event(write);
    this.#addValue(thread, word, value);
  }

  #addValue(thread: number, word: number, value: number): void {
    this.#values[word] ??= new Map();
    const writers = this.#values[word].get(value) ?? new Set();
    if (writers.has(thread)) return;
    // Who writes a value matters to guesses alone.
    if (writers.has(ANYBODY)) this.#hasNewWriter = true;
    else this.#grown = true;
    this.#values[word].set(value, writers.add(thread));
  }

  /** Notes that the write at one place may pass the read at another, earlier in its thread. */
  #addPasser(read: string, write: string): void {
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
    return values
      .filter(([, writers]) => [...writers].some((thread) => thread !== reader && thread !== ANYBODY))
      .map(([value]) => value);
  }

  /** Whether something was added since the last call. */
  hasGrown(): boolean {
    const grown = this.#grown || (this.#hasNewWriter && this.#passers.size > 0);
    this.#grown = false;
    this.#hasNewWriter = false;
    return grown;
  }
}
