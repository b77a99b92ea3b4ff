// The visited set of a sequential exploration: an array of packed states, numbered in the order of discovery, and a
// hash table with open addressing. The table holds a copy of each state beside its number, so that a lookup costs one
// cache miss. Whole states are compared: there is no hash compaction, and the exploration is exact.
//
// Cache misses take most of the time. Successors are therefore collected in batches. Before a batch is looked up, its
// cache lines of the table are read one after another, which lets the processor fetch many of them at once.

import { field } from '../machine/state-vector.js';
import { bitsFor, cellAt, hash, type Packing, pack, packInto, unpack } from './packing.js';
import type { States } from './states.js';

const BATCH = 256;
/** The table grows when a greater part of its slots is occupied. */
const MAX_LOAD = 0.7;

export class Visited implements States {
  /** Number of states, without those that are still in the batch. */
  size = 0;
  #cells: Uint32Array;
  /** Per slot: number of a state plus 1, or 0; then its cells. */
  #table: Uint32Array;
  #slots = 1 << 12;
  #packing: Packing;
  readonly #firstThread: number;
  readonly #batch: Uint32Array;
  readonly #batchHashes = new Int32Array(BATCH);
  #batched = 0;
  /** Keeps the compiler from removing the early reads of the table. */
  prefetched = 0;

  /** `firstThread`: index of the first thread field. All thread fields get the same width. */
  constructor(packing: Packing, firstThread: number) {
    this.#packing = packing;
    this.#firstThread = firstThread;
    this.#cells = new Uint32Array(packing.cells << 10);
    this.#table = new Uint32Array(this.#slots * (packing.cells + 1));
    this.#batch = new Uint32Array(BATCH * packing.fields.flat().length);
  }

  get bytes(): number {
    return this.#cells.byteLength + this.#table.byteLength;
  }

  get bytesPerState(): number {
    return this.#packing.cells * 4;
  }

  read(state: number, fields: Int32Array): void {
    unpack(this.#packing, this.#cells, state * this.#packing.cells, fields);
  }

  /** Puts a state into the batch. flush() adds it to the set if it is new. */
  add(fields: Int32Array): void {
    const { cells } = this.#packing;
    const to = this.#batched * cells;
    if (packInto(this.#packing, fields, this.#batch, to) >= 0) {
      this.flush();
      this.#repack(fields);
      this.add(fields);
      return;
    }
    this.#batchHashes[this.#batched++] = hash(this.#batch, to, cells);
    if (this.#batched === BATCH) this.flush();
  }

  /** Adds the new states of the batch to the set. */
  flush(): void {
    if (this.size + this.#batched > this.#slots * MAX_LOAD) this.#grow();
    const batch = this.#batch;
    const hashes = this.#batchHashes.subarray(0, this.#batched);
    const table = this.#table;
    const { cells } = this.#packing;
    const mask = this.#slots - 1;
    const stride = cells + 1;
    let prefetched = 0;
    for (const hashed of hashes) prefetched ^= table[(hashed & mask) * stride] as number;
    this.prefetched = prefetched;
    let from = 0;
    for (const hashed of hashes) {
      const at = this.#locate(batch, from, hashed);
      if (table[at] === 0) this.#insert(at, batch, from);
      from += cells;
    }
    this.#batched = 0;
  }

  /** Only while the batch is empty. */
  find(fields: Int32Array): number {
    if (packInto(this.#packing, fields, this.#batch, 0) >= 0) return -1;
    return cellAt(this.#table, this.#locate(this.#batch, 0, hash(this.#batch, 0, this.#packing.cells))) - 1;
  }

  /** Index in the table of the slot that holds the packed state `source[from..]`, or of the empty slot for it. */
  #locate(source: Uint32Array, from: number, hashed: number): number {
    const table = this.#table;
    const { cells } = this.#packing;
    const stride = cells + 1;
    const mask = this.#slots - 1;
    for (let slot = hashed & mask; ; slot = (slot + 1) & mask) {
      const at = slot * stride;
      if (table[at] === 0) return at;
      let index = 0;
      while (index < cells && table[at + 1 + index] === source[from + index]) index++;
      if (index === cells) return at;
    }
  }

  #insert(at: number, source: Uint32Array, from: number): void {
    const { cells } = this.#packing;
    const to = this.size * cells;
    if (to + cells > this.#cells.length) this.#cells = doubled(this.#cells);
    this.#table[at] = ++this.size;
    for (let index = 0; index < cells; index++) {
      const cell = cellAt(source, from + index);
      this.#cells[to + index] = cell;
      this.#table[at + 1 + index] = cell;
    }
  }

  #grow(): void {
    // Growth moves all states, so a small table grows by more. A large one grows by less, to save memory.
    this.#rebuild(this.#slots * (this.#slots < 1 << 22 ? 4 : 2), this.#cells, this.#packing);
  }

  /** Builds a new table from the array of states. If its allocation fails, nothing has changed. */
  #rebuild(slots: number, states: Uint32Array, packing: Packing): void {
    const { cells } = packing;
    this.#table = new Uint32Array(slots * (cells + 1));
    this.#slots = slots;
    this.#cells = states;
    this.#packing = packing;
    for (let state = 0; state < this.size; state++) {
      const from = state * cells;
      const at = this.#locate(states, from, hash(states, from, cells));
      this.#table[at] = state + 1;
      for (let index = 0; index < cells; index++) this.#table[at + 1 + index] = cellAt(states, from + index);
    }
  }

  /** Moves all states to a wider packing, in which `misfit` has room too. They keep their numbers. */
  #repack(misfit: Int32Array): void {
    const fields = new Int32Array(misfit.length);
    const largest = misfit.slice();
    for (let state = 0; state < this.size; state++) {
      this.read(state, fields);
      fields.forEach((value, index) => {
        largest[index] = field(largest, index) | value;
      });
    }
    const threadBits = largest.subarray(this.#firstThread).reduce((bits, value) => bits | value, 0);
    const wider = pack(Array.from(largest, (value, index) => bitsFor(index < this.#firstThread ? value : threadBits)));
    const cells = new Uint32Array((this.#cells.length / this.#packing.cells) * wider.cells);
    for (let state = 0; state < this.size; state++) {
      this.read(state, fields);
      packInto(wider, fields, cells, state * wider.cells);
    }
    this.#rebuild(this.#slots, cells, wider);
  }
}

function doubled(cells: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(cells.length * 2);
  larger.set(cells);
  return larger;
}
