// v4-generation: v4 with a quarter of the word given to the page's generation, which step 2 compares.
//
// Word: FROZEN is the sign bit; below it G = WIDTH / 4 bits of generation, and below those the count. On 32 bits that
// is 1 + 8 + 23.
//   g, n           owned in generation g, with n references
//   g, 0           staged for freeing
//   FROZEN, g, k   dead since generation g, with k failed gets
//
// Invariants
//   I1  A get succeeds if and only if it saw FROZEN clear.
//   I2  FROZEN is set by step 2 (or freeze) and cleared by init (or unfreeze) alone.
//   I3  Only init changes the generation bits, by one: counts and failed gets stay within their own bits.
//   I4  Step 2 wins on a zero of its own generation, or of one that is a multiple of 2^G allocations later.
//
// Not sound under reuse, only 2^G times harder to break: a put wins on somebody else's zero (I4) when the page is
// handed out exactly a multiple of 2^G times while the put is held up. The price is the range of the count: 2^23
// references, which 8192 pins exhaust, since a pin adds 1024; and 2^22 + 1 getters at once overflow it (v4: 2^30 + 1).
//
// Source: nobody proposed it. A tag that changes with each reuse is the usual remedy for ABA.

import { compareExchange, fetchAdd, fetchSub, load, store } from '#memory';
import { abortedFree, resurrected } from '#probes';
import { window } from '#window';
import { FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { WIDTH, wrap } from '../runtime/width.js';

const FROZEN: i32 = -1 << (WIDTH - 1);
const GENERATION_BITS: i32 = WIDTH >> 2;
const COUNT_BITS: i32 = WIDTH - 1 - GENERATION_BITS;
const COUNT: i32 = (1 << COUNT_BITS) - 1;
const GENERATION: i32 = ((1 << GENERATION_BITS) - 1) << COUNT_BITS;
/** The number of failed gets from which tryGet takes them back: half of what the bits of the count hold. */
const RESET_FROM: i32 = 1 << (COUNT_BITS - 1);

/** The word of a page in the allocator that was never handed out. A page that was keeps its generation bits. */
export const FREE: i32 = FROZEN;

export { get } from './v4.js';

export function init(word: i32): void {
  // Nobody else writes the generation bits of a free page (I3). What others write between the load and the store is
  // lost, but those are failed gets alone.
  const next = wrap(load(word, RELAXED) + (1 << COUNT_BITS)) & GENERATION;
  store(word, next | 1, RELAXED);
}

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  let value = wrap(fetchAdd(word, references, FULL) + references);
  if (value >= 0) {
    if ((value & COUNT) === references) resurrected();
    return true;
  }
  while (value < 0 && (value & COUNT) >= RESET_FROM) {
    value = compareExchange(word, value, FROZEN | (value & GENERATION), RELAXED);
  }
  return false;
}

export function put(word: i32): boolean {
  return putMany(word, 1);
}

/** @inline */
export function putMany(word: i32, references: i32): boolean {
  const before = fetchSub(word, references, FULL); // step 1
  if ((before & COUNT) !== references) return false;
  window();
  const staged = before & GENERATION;
  if (compareExchange(word, staged, FROZEN | staged, RELAXED) === staged) return true; // step 2, of this generation
  abortedFree();
  return false;
}

export function freeze(word: i32, expected: i32): boolean {
  const generation = load(word, RELAXED) & GENERATION; // cannot change: the caller holds a reference
  return compareExchange(word, generation | expected, FROZEN | generation, FULL) === (generation | expected);
}

export function unfreeze(word: i32, references: i32): void {
  const generation = load(word, RELAXED) & GENERATION;
  store(word, generation | references, RELEASE); // publishes what the freezer did to the page
}

export function count(value: i32): i32 {
  return value < 0 ? 0 : value & COUNT;
}
