// The visited set of a parallel exploration, in shared memory, to which several threads add states at once.
//
// As in visited.ts, a slot of the hash table holds the number of a state plus 1, and the cells of the state. To add a
// state, a thread claims an empty slot by a compare-and-swap to CLAIMED, takes the next number, writes the cells, and
// then stores the number. A thread that finds a slot CLAIMED waits for the number, so it never compares a half-written
// state. No slot with a state is ever freed, and the probe sequence depends only on the state. Two threads that add the
// same state therefore meet at the same slot.

import { cellAt, hash, type Packing, packInto, unpack } from './packing.js';
import type { States } from './states.js';

/** Words of the control memory. SIZE: numbers taken so far, which may exceed the capacity. */
const SIZE = 0;
/** Set when a state did not fit, or there was no room for it. The level must then be expanded again, with more room. */
const FULL = 1;
const CLAIMED = 0xffffffff;
const BATCH = 256;
const MAX_LOAD = 0.7;

/** The memory of the set, which threads pass to each other. */
export interface SharedBuffers {
  readonly packing: Packing;
  readonly control: SharedArrayBuffer;
  readonly cells: SharedArrayBuffer;
  readonly table: SharedArrayBuffer;
}

/** Memory for `states` states. @throws RangeError when there is not so much */
export function sharedBuffers(packing: Packing, states: number): SharedBuffers {
  const slots = 2 ** Math.ceil(Math.log2(states / MAX_LOAD));
  return {
    packing,
    control: new SharedArrayBuffer(8),
    cells: new SharedArrayBuffer(states * packing.cells * 4),
    table: new SharedArrayBuffer(slots * (packing.cells + 1) * 4),
  };
}

export class SharedStates implements States {
  readonly #control: Int32Array;
  readonly #cells: Uint32Array;
  readonly #table: Uint32Array;
  readonly #slots: number;
  /** Number of states that there is room for. */
  readonly capacity: number;
  readonly #batch: Uint32Array;
  readonly #batchHashes = new Uint32Array(BATCH);
  #batched = 0;
  /** As in visited.ts: keeps the compiler from removing the early reads of the table. */
  prefetched = 0;

  constructor(readonly buffers: SharedBuffers) {
    const { packing, control, cells, table } = buffers;
    this.#control = new Int32Array(control);
    this.#cells = new Uint32Array(cells);
    this.#table = new Uint32Array(table);
    this.#slots = this.#table.length / (packing.cells + 1);
    this.capacity = this.#cells.length / packing.cells;
    this.#batch = new Uint32Array(BATCH * packing.cells);
  }

  get size(): number {
    return Math.min(Atomics.load(this.#control, SIZE), this.capacity);
  }

  /** Whether some state could not be added. */
  get full(): boolean {
    return Atomics.load(this.#control, FULL) !== 0;
  }

  get bytes(): number {
    return this.#cells.byteLength + this.#table.byteLength;
  }

  get bytesPerState(): number {
    return this.buffers.packing.cells * 4;
  }

  read(state: number, fields: Int32Array): void {
    const { packing } = this.buffers;
    unpack(packing, this.#cells, state * packing.cells, fields);
  }

  add(fields: Int32Array): void {
    const { packing } = this.buffers;
    const to = this.#batched * packing.cells;
    if (packInto(packing, fields, this.#batch, to) >= 0) {
      Atomics.store(this.#control, FULL, 1);
      return;
    }
    this.#batchHashes[this.#batched++] = hash(this.#batch, to, packing.cells);
    if (this.#batched === BATCH) this.flush();
  }

  flush(): void {
    const { cells } = this.buffers.packing;
    const stride = cells + 1;
    const mask = this.#slots - 1;
    let prefetched = 0;
    for (let index = 0; index < this.#batched; index++) {
      prefetched ^= cellAt(this.#table, (cellAt(this.#batchHashes, index) & mask) * stride);
    }
    this.prefetched = prefetched;
    for (let index = 0; index < this.#batched; index++) this.#insert(index * cells, cellAt(this.#batchHashes, index));
    this.#batched = 0;
  }

  find(fields: Int32Array): number {
    const { packing } = this.buffers;
    if (packInto(packing, fields, this.#batch, 0) >= 0) return -1;
    const mask = this.#slots - 1;
    for (let slot = hash(this.#batch, 0, packing.cells) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * (packing.cells + 1);
      const number = cellAt(this.#table, at);
      if (number === 0 || this.#equals(at, 0)) return number - 1;
    }
  }

  #insert(from: number, hashed: number): void {
    const table = this.#table;
    const control = this.#control;
    const { cells } = this.buffers.packing;
    const mask = this.#slots - 1;
    for (let slot = hashed & mask; ; slot = (slot + 1) & mask) {
      const at = slot * (cells + 1);
      let number = Atomics.load(table, at);
      if (number === 0) {
        number = Atomics.compareExchange(table, at, 0, CLAIMED);
        if (number === 0) {
          const state = Atomics.add(control, SIZE, 1);
          if (state >= this.capacity) {
            Atomics.store(control, FULL, 1);
            Atomics.store(table, at, 0);
            return;
          }
          for (let index = 0; index < cells; index++) {
            const cell = cellAt(this.#batch, from + index);
            this.#cells[state * cells + index] = cell;
            table[at + 1 + index] = cell;
          }
          Atomics.store(table, at, state + 1); // publishes the cells
          return;
        }
      }
      while (number === CLAIMED) {
        if (this.full) return;
        number = Atomics.load(table, at);
      }
      if (number === 0 || this.#equals(at, from)) return; // 0: released, because there was no room
    }
  }

  #equals(at: number, from: number): boolean {
    const { cells } = this.buffers.packing;
    for (let index = 0; index < cells; index++) {
      if (this.#table[at + 1 + index] !== this.#batch[from + index]) return false;
    }
    return true;
  }
}
