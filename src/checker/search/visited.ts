// The visited set: packed states, numbered in the order of discovery, in a tree of sets of pairs. Successors are added in
// batches, as add() of pairs.ts wants them.

import { field } from '../words/state-vector.js';
import { bitsFor, cellAt, type Packing, pack } from './packing.js';
import { type Batch, hashOf } from './pairs.js';
import { StateTree } from './state-tree.js';

const BATCH = 256;
/** More states than are added between two looks at the memory. */
const STATES_PER_LOOK = 1 << 14;

/** The canonical states that an exploration has discovered, each with a number from 0. */
export class Visited {
  #tree: StateTree;
  readonly #firstThread: number;
  readonly #batch: Batch = {
    lefts: new Uint32Array(BATCH),
    rights: new Uint32Array(BATCH),
    hashes: new Uint32Array(BATCH),
    slots: new Int32Array(BATCH),
  };
  #batched = 0;
  #recent: Recent;

  /** `firstThread`: index of the first thread field. All thread fields get the same width. */
  constructor(packing: Packing, firstThread: number) {
    this.#tree = new StateTree(packing);
    this.#recent = new Recent(this.#tree.cells.length);
    this.#firstThread = firstThread;
  }

  /** Number of states, without those that are still in the batch. */
  get size(): number {
    return this.#tree.root.size;
  }

  /** Memory of the states, and of what finds them. */
  get bytes(): number {
    return this.#tree.bytes;
  }

  /** Memory that the next states could take at a stroke. */
  get growth(): number {
    return this.#tree.root.growthFor(STATES_PER_LOOK);
  }

  /** Unpacks a state into a state vector. */
  read(state: number, fields: Int32Array): void {
    const { root } = this.#tree;
    this.#tree.unfold(root.left(state), root.right(state), fields);
  }

  /** Puts a state into the batch. flush() adds it to the set if it is new. @throws RangeError: no memory */
  add(fields: Int32Array): void {
    while (!this.#tree.pack(fields)) {
      this.flush();
      this.#widen(fields);
    }
    const { cells } = this.#tree;
    if (this.#recent.has(cells)) return;
    this.#tree.fold();
    const left = cellAt(cells, 0);
    const right = cellAt(cells, 1);
    const { lefts, rights, hashes } = this.#batch;
    lefts[this.#batched] = left;
    rights[this.#batched] = right;
    hashes[this.#batched] = hashOf(left, right);
    if (++this.#batched === BATCH) this.flush();
  }

  /** Adds the new states of the batch to the set. @throws RangeError: no memory */
  flush(): void {
    this.#tree.root.add(this.#batch, this.#batched);
    this.#batched = 0;
  }

  /** The number of the state with these fields, or -1. Only while the batch is empty. */
  find(fields: Int32Array): number {
    return this.#tree.find(fields);
  }

  /** Moves all states to a wider packing, in which `misfit` has room too. They keep their numbers. */
  #widen(misfit: Int32Array): void {
    const narrow = this.#tree;
    const { root } = narrow;
    const fields = new Int32Array(misfit.length);
    const used = misfit.slice();
    for (let state = 0; state < root.size; state++) {
      this.read(state, fields);
      for (let index = 0; index < used.length; index++) used[index] = field(used, index) | field(fields, index);
    }
    const threads = used.subarray(this.#firstThread).reduce((bits, value) => bits | value, 0);
    const wider = new StateTree(
      pack(Array.from(used, (value, index) => bitsFor(index < this.#firstThread ? value : threads))),
    );
    wider.root.reserve(root.size); // all that could fail, before anything is given back
    root.drain((left, right) => {
      narrow.unfold(left, right, fields);
      wider.append(fields);
    });
    wider.root.index();
    this.#tree = wider;
    this.#recent = new Recent(wider.cells.length);
  }
}

/** Number of recent states. They should fit into a cache, with room for other things. */
const RECENT = 1 << 14;

/**
 * The states that were added last. A state is often the successor of several that were found one after another, so four
 * of ten successors are found here, in the processor's cache.
 */
class Recent {
  readonly #cells: Uint32Array;

  /** `width`: cells of a packed state. */
  constructor(private readonly width: number) {
    this.#cells = new Uint32Array(width * RECENT);
  }

  /** Tells whether the state is here. Otherwise it takes the place of another one. */
  has(state: Uint32Array): boolean {
    const { width } = this;
    const cells = this.#cells;
    let hash = 0;
    for (let index = 0; index < width; index++)
      hash = Math.imul(hash ^ cellAt(state, index), 0x9e3779b1) ^ (hash >>> 15);
    const at = width * ((hash ^ (hash >>> 16)) & (RECENT - 1));
    let different = 0;
    let any = 0;
    for (let index = 0; index < width; index++) {
      const cell = cellAt(state, index);
      different |= cell ^ cellAt(cells, at + index);
      any |= cell;
      cells[at + index] = cell;
    }
    return different === 0 && any !== 0; // an empty place is a state of zeros, too
  }
}
