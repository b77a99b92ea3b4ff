// A set of pairs of 32-bit numbers, each with a number of its own from 0, in the order in which they were added.
//
// The hash table has one 32-bit slot for each pair, with open addressing. A slot holds the number of a pair plus 1 in as
// many low bits as the table needs, and in the rest of it the low bits of the pair's hash, its tag. The high bits of the
// hash choose the slot. So table and tag together compare nearly all of the hash before the pair itself is looked at,
// which costs a cache miss.
//
// Since the pairs are elsewhere, a table grows in place: it is cleared, extended by less than a half, and filled again.
// So a slot costs a pair 5 to 7 bytes, and everything together 13 to 15.

import { cellAt } from './packing.js';

/** The table has a multiple of so many slots. */
const BLOCK_SHIFT = 8;
/** The table grows when a greater part of its slots is occupied. */
const MAX_LOAD = 0.88;
const GROWTH = 1.45;
/** A small table grows by more, to be filled again less often. */
const SMALL_BLOCKS = 1 << 6;
const SMALL_GROWTH = 4;
/** A table is filled with an eighth of the pairs at a time. Sorting these takes a byte of memory for each pair. */
const SORTED_PARTS = 8;
/** Fewer pairs than this are never sorted at a time. */
const SMALL_SIZE = 1 << 8;
/** So that a number plus 1 and the indexes of the table stay below 2^31. */
const MAX_BLOCKS = (1 << (31 - BLOCK_SHIFT)) - 1;
const NO_SEGMENT = new Uint32Array(0);

/** Pairs that are to be added, with their hashes. `slots`: where their search goes on. */
export interface Batch {
  readonly lefts: Uint32Array;
  readonly rights: Uint32Array;
  readonly hashes: Uint32Array;
  readonly slots: Int32Array;
}

export class Pairs {
  size = 0;
  readonly #pairs: Segments = [];
  readonly #table: Segments = [];
  #blocks = 1;
  #slots = 1 << BLOCK_SHIFT;
  /** Width of the number in a slot. */
  #numberBits = BLOCK_SHIFT;
  #sorter = new PairSorter(0);
  /** Keeps the compiler from removing the early reads of add(). */
  prefetched = 0;
  /** The pair that numberOf() looked up last: states that follow each other often share it. */
  #lastLeft = 0;
  #lastRight = 0;
  #last = -1;

  constructor() {
    extend(this.#table, this.#slots);
  }

  /** Memory of the pairs, of the table, and of what fills it. */
  get bytes(): number {
    return 8 * this.size + 4 * this.#slots + this.#sorter.bytes;
  }

  /** Memory that add() of `more` pairs would take beside that. */
  growthFor(more: number): number {
    const { size } = this;
    const slots = size + more > MAX_LOAD * this.#slots ? grown(this.#blocks) << BLOCK_SHIFT : this.#slots;
    return 8 * more + 4 * (slots - this.#slots);
  }

  left(number: number): number {
    return numberAt(this.#pairs, 2 * number);
  }

  right(number: number): number {
    return numberAt(this.#pairs, 2 * number + 1);
  }

  /** The number of a pair, or -1. Both halves must be unsigned. */
  find(left: number, right: number): number {
    const hash = hashOf(left, right);
    return Math.max(-1, this.#locate(homeOf(hash, this.#blocks), left, right, hash));
  }

  /** The number of a pair, which is added if it is new. @throws RangeError when there is no memory for it */
  numberOf(left: number, right: number): number {
    if (left === this.#lastLeft && right === this.#lastRight && this.#last >= 0) return this.#last;
    const hash = hashOf(left, right);
    let number = this.#locate(homeOf(hash, this.#blocks), left, right, hash);
    if (number < 0) {
      this.reserve(this.size + 1); // which may move all slots
      number = this.#insert(~this.#locate(homeOf(hash, this.#blocks), left, right, hash), left, right, hash);
    }
    this.#lastLeft = left;
    this.#lastRight = right;
    this.#last = number;
    return number;
  }

  /**
   * Adds those of the first `count` pairs of a batch that are new. Cache misses take most of the time. So before the
   * pairs are looked up, one after another, everything that this will read is read, which lets the processor fetch much
   * of it at once.
   *
   * @throws RangeError when there is no memory for them; the set is then as it was
   */
  add({ lefts, rights, hashes, slots }: Batch, count: number): void {
    this.reserve(this.size + count);
    const table = this.#table;
    const pairs = this.#pairs;
    const blocks = this.#blocks;
    const bits = this.#numberBits;
    let prefetched = 0;
    for (let index = 0; index < count; index++) {
      const slot = homeOf(cellAt(hashes, index), blocks);
      slots[index] = slot;
      prefetched ^= numberAt(table, slot);
    }
    for (let index = 0; index < count; index++) {
      const tag = cellAt(hashes, index) << bits;
      const slot = likelySlot(table, this.#slots, slots[index] as number, tag, bits);
      const entry = numberAt(table, slot);
      slots[index] = slot;
      if (entry !== 0) prefetched ^= numberAt(pairs, 2 * (entry ^ tag) - 2);
    }
    this.prefetched = prefetched;
    for (let index = 0; index < count; index++) {
      const left = cellAt(lefts, index);
      const right = cellAt(rights, index);
      const hash = cellAt(hashes, index);
      const found = this.#locate(slots[index] as number, left, right, hash);
      if (found < 0) this.#insert(~found, left, right, hash);
    }
  }

  /** Makes room for `size` pairs. @throws RangeError when there is no memory; the set is then as it was */
  reserve(size: number): void {
    extend(this.#pairs, 2 * size);
    while (size > MAX_LOAD * this.#slots) this.#grow(size);
  }

  /** Adds a pair that is new, for which there is room. It is not found until index() has been called. */
  append(left: number, right: number): void {
    setNumber(this.#pairs, 2 * this.size, left);
    setNumber(this.#pairs, 2 * this.size + 1, right);
    this.size++;
  }

  /** Fills the table, which is empty, with all pairs. */
  index(): void {
    const most = this.#partToSort(this.size);
    for (let start = 0; start < this.size; start += most) this.#refill(start, Math.min(start + most, this.size));
  }

  /** Calls `visit` for every pair in order, and gives the memory of each segment back once it is read. */
  drain(visit: (left: number, right: number) => void): void {
    this.#table.length = 0;
    for (let number = 0; number < this.size; number++) {
      visit(this.left(number), this.right(number));
      const read = 2 * (number + 1);
      if (read % SEGMENT === 0) this.#pairs[read / SEGMENT - 1] = NO_SEGMENT;
    }
  }

  /** The number of the pair, or ~slot where it belongs. The search begins at `slot`. */
  #locate(slot: number, left: number, right: number, hash: number): number {
    const table = this.#table;
    const pairs = this.#pairs;
    const slots = this.#slots;
    const bits = this.#numberBits;
    const tag = hash << bits;
    for (let at = slot; ; at = at + 1 === slots ? 0 : at + 1) {
      at = likelySlot(table, slots, at, tag, bits);
      const entry = numberAt(table, at);
      if (entry === 0) return ~at;
      const number = (entry ^ tag) - 1;
      if (numberAt(pairs, 2 * number) === left && numberAt(pairs, 2 * number + 1) === right) return number;
    }
  }

  #insert(slot: number, left: number, right: number, hash: number): number {
    const number = this.size;
    this.append(left, right);
    setNumber(this.#table, slot, (hash << this.#numberBits) | (number + 1));
    return number;
  }

  /** `size`: number of pairs that there will be. */
  #grow(size: number): void {
    const blocks = grown(this.#blocks);
    if (blocks === this.#blocks) throw new RangeError('Array buffer allocation failed'); // 2^31 numbers are all there are
    const slots = blocks << BLOCK_SHIFT;
    extend(this.#table, slots);
    this.#partToSort(size); // from here on there is nothing that could fail, nor in index() up to that size
    const used = Math.ceil(this.#slots / SEGMENT);
    for (const segment of this.#table.slice(0, used)) segment.fill(0, 0, Math.min(SEGMENT, this.#slots));
    this.#blocks = blocks;
    this.#slots = slots;
    this.#numberBits = 32 - Math.clz32(slots - 1);
    this.index();
  }

  /** Returns how many of `size` pairs are sorted at a time. Makes room for them, which counts as the pairs'. @throws RangeError */
  #partToSort(size: number): number {
    const most = Math.max(SMALL_SIZE, Math.ceil(size / SORTED_PARTS));
    if (this.#sorter.hashes.length < most) this.#sorter = new PairSorter(most);
    return most;
  }

  /** Puts the pairs from `start` to `end` into the table, in which they are not yet. */
  #refill(start: number, end: number): void {
    const table = this.#table;
    const blocks = this.#blocks;
    const slots = this.#slots;
    const bits = this.#numberBits;
    const { hashes, numbers } = this.#sorter;
    this.#sorter.sort(this.#pairs, start, end);
    for (let index = 0; index < end - start; index++) {
      const hash = cellAt(hashes, index);
      let slot = homeOf(hash, blocks);
      while (numberAt(table, slot) !== 0) slot = slot + 1 === slots ? 0 : slot + 1;
      setNumber(table, slot, (hash << bits) | (cellAt(numbers, index) + 1));
    }
  }
}

/** The slot at which the search for a pair begins: its hash as a part of 2^32, times the number of slots. */
function homeOf(hash: number, blocks: number): number {
  return ((hash >>> 0) * blocks * 2 ** (BLOCK_SHIFT - 32)) | 0;
}

/** The first slot from `slot` on that is empty or has this tag. */
function likelySlot(table: Segments, slots: number, slot: number, tag: number, bits: number): number {
  for (let at = slot; ; at = at + 1 === slots ? 0 : at + 1) {
    const entry = numberAt(table, at);
    if (entry === 0 || (entry ^ tag) >>> bits === 0) return at;
  }
}

/** Number of blocks after the next growth. */
function grown(blocks: number): number {
  return Math.min(MAX_BLOCKS, Math.ceil(blocks * (blocks < SMALL_BLOCKS ? SMALL_GROWTH : GROWTH)));
}

const PART_BITS = 10;

/**
 * Sorts pairs roughly by the high bits of their hash, which decide where in a hash table they go. A table that is filled
 * in that order is walked through from front to back, and each of its cache lines is fetched once for several pairs.
 */
class PairSorter {
  /** The hashes and the numbers of the pairs that were sorted. */
  readonly hashes: Uint32Array;
  readonly numbers: Uint32Array;
  readonly #ends = new Uint32Array(1 << PART_BITS);

  /** `most`: number of pairs that there is room for. */
  constructor(most: number) {
    this.hashes = new Uint32Array(most);
    this.numbers = new Uint32Array(most);
  }

  get bytes(): number {
    return this.hashes.byteLength + this.numbers.byteLength;
  }

  /** Sorts the pairs with the numbers from `start` up to `end`. */
  sort(pairs: Segments, start: number, end: number): void {
    const { hashes, numbers } = this;
    const ends = this.#ends.fill(0);
    for (let number = start; number < end; number++) {
      const part = hashOfPair(pairs, number) >>> (32 - PART_BITS);
      ends[part] = cellAt(ends, part) + 1;
    }
    for (let part = 1; part < ends.length; part++) ends[part] = cellAt(ends, part) + cellAt(ends, part - 1);
    // The hash is computed again, since keeping it takes as long.
    for (let number = end - 1; number >= start; number--) {
      const hash = hashOfPair(pairs, number);
      const part = hash >>> (32 - PART_BITS);
      const at = cellAt(ends, part) - 1;
      ends[part] = at;
      hashes[at] = hash;
      numbers[at] = number;
    }
  }
}

function hashOfPair(pairs: Segments, number: number): number {
  return hashOf(numberAt(pairs, 2 * number), numberAt(pairs, 2 * number + 1));
}

/** Mixes two numbers by the finalizer of MurmurHash3 (Appleby, public domain), once for each. */
export function hashOf(left: number, right: number): number {
  let mixed = Math.imul(left ^ (left >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16) ^ right, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** log2 of the numbers in a segment, which takes 1 MB. Memory that was never written to is not there yet. */
const SEGMENT_SHIFT = 18;
export const SEGMENT = 1 << SEGMENT_SHIFT;
const SEGMENT_MASK = SEGMENT - 1;

/** A growing sequence of 32-bit numbers, in segments: growth copies nothing. */
type Segments = Uint32Array[];

/** Makes room for `count` numbers. @throws RangeError when there is no memory */
export function extend(segments: Segments, count: number): void {
  while (segments.length * SEGMENT < count) segments.push(new Uint32Array(SEGMENT));
}

/** The index must be in range. */
export function numberAt(segments: Segments, index: number): number {
  return cellAt(segments[index >>> SEGMENT_SHIFT] as Uint32Array, index & SEGMENT_MASK);
}

export function setNumber(segments: Segments, index: number, number: number): void {
  (segments[index >>> SEGMENT_SHIFT] as Uint32Array)[index & SEGMENT_MASK] = number;
}
