// Tree compression (Laarman, van de Pol, Weber, "Parallel recursive state compression for free", 2011). The cells of a
// packed state are the leaves of a tree. An inner node is a pair of numbers, and the set that it belongs to gives it a
// number, which stands for the pair one level up. Most states differ from others in a few fields, so the sets below the
// root stay small: a state takes 8 bytes at the root, however many cells it has. Whole states are compared: there is no
// hash compaction, and the exploration is exact.

import { cellAt, type Packing, packInto, unpack } from './packing.js';
import { Pairs } from './pairs.js';

export class StateTree {
  readonly root = new Pairs();
  /** From the leaves on: how many numbers a level has, and the sets that make one number of two. */
  readonly #levels: { readonly width: number; readonly sets: readonly Pairs[] }[] = [];
  /** Scratch memory. */
  readonly cells: Uint32Array;

  constructor(readonly packing: Packing) {
    this.cells = new Uint32Array(Math.max(2, packing.cells)); // a second cell that nothing is packed into stays 0
    for (let width = packing.cells; width > 2; width = (width + 1) >> 1) {
      this.#levels.push({ width, sets: Array.from({ length: width >> 1 }, () => new Pairs()) });
    }
  }

  get bytes(): number {
    return this.#levels.reduce((sum, { sets }) => sets.reduce((bytes, set) => bytes + set.bytes, sum), this.root.bytes);
  }

  /** Packs a state into `cells`. Returns whether every field fits. */
  pack(fields: Int32Array): boolean {
    return packInto(this.packing, fields, this.cells);
  }

  /** Makes of the state in `cells` the two numbers at the root, in its first cells. @throws RangeError: no memory */
  fold(): void {
    const { cells } = this;
    for (const { width, sets } of this.#levels) {
      for (let index = 0; index < sets.length; index++) {
        const set = sets[index] as Pairs;
        cells[index] = set.numberOf(cellAt(cells, 2 * index), cellAt(cells, 2 * index + 1));
      }
      if (width & 1) cells[width >> 1] = cellAt(cells, width - 1);
    }
  }

  /** As append() of pairs.ts, for a state whose fields all fit. @throws RangeError: no memory */
  append(fields: Int32Array): void {
    this.pack(fields);
    this.fold();
    this.root.append(cellAt(this.cells, 0), cellAt(this.cells, 1));
  }

  /** The number of a state, or -1. Nothing is added. */
  find(fields: Int32Array): number {
    const { cells } = this;
    if (!this.pack(fields)) return -1;
    for (const { width, sets } of this.#levels) {
      for (let index = 0; index < sets.length; index++) {
        const number = (sets[index] as Pairs).find(cellAt(cells, 2 * index), cellAt(cells, 2 * index + 1));
        if (number < 0) return -1;
        cells[index] = number;
      }
      if (width & 1) cells[width >> 1] = cellAt(cells, width - 1);
    }
    return this.root.find(cellAt(cells, 0), cellAt(cells, 1));
  }

  /** The fields of the state with the numbers `left` and `right` at the root. */
  unfold(left: number, right: number, fields: Int32Array): void {
    const { cells } = this;
    const levels = this.#levels;
    cells[0] = left;
    cells[1] = right;
    for (let level = levels.length - 1; level >= 0; level--) {
      const { width, sets } = levels[level] as (typeof levels)[number];
      if (width & 1) cells[width - 1] = cellAt(cells, width >> 1);
      for (let index = sets.length - 1; index >= 0; index--) {
        const set = sets[index] as Pairs;
        const number = cellAt(cells, index);
        cells[2 * index] = set.left(number);
        cells[2 * index + 1] = set.right(number);
      }
    }
    unpack(this.packing, cells, fields);
    if (this.packing.cells === 1) cells[1] = 0; // where nothing is packed into
  }
}
