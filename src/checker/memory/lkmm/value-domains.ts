// Value domains of the words, and the reads that a write may pass, as far as the exploration has found them. A predicted
// read needs both. The exploration is repeated until it finds nothing new.

import { PLAIN } from '../../../printers/model/instructions.js';
import type { Graph } from './graph.js';
import { passedBy, settledWrites } from './predicted-reads.js';

export class ValueDomains {
  /** Per word: each value that a write gave it, with the threads that wrote it. */
  readonly #values: Map<number, Set<number>>[] = [];
  /** Places in the code of reads that a write may pass. */
  readonly #passed = new Set<string>();
  /** Some write is plain: happens-before does not hold such a write behind anything. */
  hasPlainWrite = false;
  #hasNewValue = false;
  #hasNewPlace = false;

  /** Notes a write: which reads it may pass, and, unless it may rest on a prediction, what it writes. */
  addWrite(graph: Graph, write: number, isSettled: boolean): void {
    if (isSettled) this.#addValueOf(graph, write);
    if (graph.event(write).order === PLAIN && !this.hasPlainWrite) {
      this.hasPlainWrite = true;
      this.#hasNewPlace = true;
    }
    for (const read of passedBy(graph, write)) {
      const site = graph.siteOf(read);
      if (this.#passed.has(site)) continue;
      this.#passed.add(site);
      this.#hasNewPlace = true;
    }
  }

  /** Notes what is written that does not rest on a read without a source. */
  addSettled(graph: Graph): void {
    for (const write of settledWrites(graph)) this.#addValueOf(graph, write);
  }

  #addValueOf(graph: Graph, write: number): void {
    const { thread, word, value } = graph.event(write);
    this.#values[word] ??= new Map();
    const writers = this.#values[word].get(value) ?? new Set();
    if (writers.has(thread)) return;
    this.#values[word].set(value, writers.add(thread));
    this.#hasNewValue = true;
  }

  /** The number of values and places that are known. */
  get size(): number {
    return this.#passed.size + this.#values.reduce((sum, values) => sum + values.size, 0);
  }

  /** Returns whether a write may pass the read at `site`. */
  mayBePassed(site: string): boolean {
    return this.#passed.has(site);
  }

  /** Returns the values that a write by a thread other than `reader` may give `word`. */
  valuesFor(reader: number, word: number): number[] {
    const values = [...(this.#values[word] ?? [])];
    return values.filter(([, writers]) => [...writers].some((thread) => thread !== reader)).map(([value]) => value);
  }

  /** Returns whether something was added since the last call that predictions would need. */
  hasGrown(): boolean {
    const grown = this.#hasNewPlace || (this.#hasNewValue && this.#passed.size > 0);
    this.#hasNewPlace = false;
    this.#hasNewValue = false;
    return grown;
  }
}
