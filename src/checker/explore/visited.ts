// The states that have been met, numbered in the order of their discovery. One flat array of packed states, and an
// open-addressing table of numbers over it that compares whole states: matching is exact.

import { type Packing, packInto, unpack, widen } from './packing.js';

export class Visited {
  /** States so far. */
  size = 0;
  /** Whether the last add() met a new state. */
  added = false;
  private cells: Uint32Array;
  /** Number of a state plus 1, or 0. */
  private table = new Int32Array(1 << 12);
  private readonly candidate = new Uint32Array(64);

  constructor(private packing: Packing) {
    this.cells = new Uint32Array(packing.cells << 10);
  }

  get bytes(): number {
    return this.cells.byteLength + this.table.byteLength;
  }

  /** Bytes of one state, without the table. */
  get bytesPerState(): number {
    return this.packing.cells * 4;
  }

  read(state: number, fields: Int32Array): void {
    unpack(this.packing, this.cells, state * this.packing.cells, fields);
  }

  /** The number of the state with `fields`, which is added when it is new. */
  add(fields: Int32Array): number {
    for (;;) {
      const misfit = packInto(this.packing, fields, this.candidate, 0);
      if (misfit < 0) break;
      this.repack(widen(this.packing, misfit, fields[misfit] as number));
    }
    const slot = this.slotOf(this.candidate, 0);
    const found = this.table[slot] as number;
    this.added = found === 0;
    if (found !== 0) return found - 1;
    const { cells } = this.packing;
    if ((this.size + 1) * cells > this.cells.length) this.cells = doubled(this.cells);
    const to = this.size * cells;
    for (let index = 0; index < cells; index++) this.cells[to + index] = this.candidate[index] as number;
    this.table[slot] = ++this.size;
    if (this.size * 2 > this.table.length) this.rehash(this.table.length * 2);
    return this.size - 1;
  }

  /** The number of the state with `fields`, or -1. */
  find(fields: Int32Array): number {
    if (packInto(this.packing, fields, this.candidate, 0) >= 0) return -1;
    return (this.table[this.slotOf(this.candidate, 0)] as number) - 1;
  }

  /** Where the state at `cells[from..]` is in the table, or would be. */
  private slotOf(cells: Uint32Array, from: number): number {
    const width = this.packing.cells;
    const mask = this.table.length - 1;
    let slot = hash(cells, from, width) & mask;
    for (;;) {
      const found = this.table[slot] as number;
      if (found === 0) return slot;
      const at = (found - 1) * width;
      let index = 0;
      while (index < width && this.cells[at + index] === cells[from + index]) index++;
      if (index === width) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private rehash(length: number): void {
    this.table = new Int32Array(length);
    const width = this.packing.cells;
    const mask = length - 1;
    for (let state = 0; state < this.size; state++) {
      // No state occurs twice, so the first free slot is right.
      let slot = hash(this.cells, state * width, width) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = state + 1;
    }
  }

  /** A value did not fit its field: all states move to the wider packing, keeping their numbers. */
  private repack(packing: Packing): void {
    const fields = new Int32Array(packing.bits.length);
    const cells = new Uint32Array(Math.ceil(this.cells.length / this.packing.cells) * packing.cells);
    for (let state = 0; state < this.size; state++) {
      this.read(state, fields);
      packInto(packing, fields, cells, state * packing.cells);
    }
    this.cells = cells;
    this.packing = packing;
    this.rehash(this.table.length);
  }
}

/** Murmur3's mixing (Appleby, public domain) over the cells of a state. */
function hash(cells: Uint32Array, from: number, width: number): number {
  let mixed = 0;
  for (let index = 0; index < width; index++) {
    mixed = Math.imul(mixed ^ (cells[from + index] as number), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    mixed ^= mixed >>> 13;
  }
  return mixed;
}

function doubled(cells: Uint32Array): Uint32Array {
  const larger = new Uint32Array(cells.length * 2);
  larger.set(cells);
  return larger;
}
