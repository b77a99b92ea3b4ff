// Sorts pairs roughly by the high bits of their hash, which decide where in a hash table they go. A table that is filled
// in that order is walked through from front to back, and each of its cache lines is fetched once for several pairs.

import { cellAt } from './packing.js';
import { numberAt, type Segments } from './segments.js';

const PART_BITS = 10;

export class PairSorter {
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
