// inverted-bit: v4 with the meaning of the bit inverted, so that a word of 0 is dead.
//
// Word: ALIVE is the sign bit.
//   ALIVE + n   owned, with n references
//   ALIVE       staged for freeing: between steps 1 and 2 of the last put
//   0           dead
//   k           dead, with k failed gets
//
// Invariants
//   I1  A get succeeds if and only if it saw ALIVE set.
//   I2  ALIVE is set by init (or unfreeze) and cleared by step 2 (or freeze) alone.
//   I3  A word that an allocator cleared is dead: the hazard of zeroing-allocator does not arise.
//   I4  As in v4: the put that wins step 2 destroys the page, whichever generation's ALIVE it saw.
//
// Not sound under reuse, for the same reason as v4: step 2 compares with a value that every generation passes through
// (I4).
//
// Source: a thought of Gladyshev, 6 March 2026, that leaves the orderings and the reset of failed gets open: here v4's.

import { compareExchange, fetchAdd, fetchSub, store } from '#memory';
import { abortedFree, resurrected } from '#probes';
import { window } from '#window';
import { FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { RESET_AFTER, WIDTH, wrap } from '../runtime/width.js';

const ALIVE: i32 = -1 << (WIDTH - 1);

/** The word of a page in the allocator. */
export const FREE: i32 = 0;

export { get } from './v4.js';

export function init(word: i32): void {
  store(word, ALIVE + 1, RELAXED); // also wipes the failed gets
}

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  let value = wrap(fetchAdd(word, references, FULL) + references);
  if (value < 0) {
    if (value === ALIVE + references) resurrected();
    return true;
  }
  while (value >= RESET_AFTER) value = compareExchange(word, value, FREE, RELAXED);
  return false;
}

export function put(word: i32): boolean {
  return putMany(word, 1);
}

/** @inline */
export function putMany(word: i32, references: i32): boolean {
  if (fetchSub(word, references, FULL) !== ALIVE + references) return false; // step 1
  window();
  if (compareExchange(word, ALIVE, FREE, RELAXED) === ALIVE) return true; // step 2
  abortedFree();
  return false;
}

export function freeze(word: i32, expected: i32): boolean {
  return compareExchange(word, wrap(ALIVE + expected), FREE, FULL) === wrap(ALIVE + expected);
}

export function unfreeze(word: i32, references: i32): void {
  store(word, wrap(ALIVE + references), RELEASE); // publishes what the freezer did to the page
}

export function count(value: i32): i32 {
  return value < 0 ? wrap(value - ALIVE) : 0;
}
