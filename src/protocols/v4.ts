// v4: the series under discussion. tryGet adds first and looks afterwards, and a bit of its own says that a page is
// dead.
//
// Word: FROZEN is the sign bit.
//   1..INT_MAX  owned
//   0           staged for freeing: between steps 1 and 2 of the last put; any get may abort the free by incrementing
//   FROZEN      dead
//   FROZEN + k  dead, with k failed gets on top
//
// Invariants
//   I1  A get succeeds if and only if it saw FROZEN clear.
//   I2  FROZEN is set by step 2 (or freeze) and cleared by init (or unfreeze) alone: failed gets are reset long before
//       they could carry into it.
//   I3  The put that wins step 2 destroys the page. The series assumes that this put took step 1 in the same generation
//       as the zero that it wins on. The ABA race breaks that assumption.
//
// Source: [PATCH v4 1/2] and [PATCH v4 2/2], "mm: improve folio refcount scalability", June 2026.

import { compareExchange, fetchAdd, fetchSub, store } from '#memory';
import { abortedFree, resurrected } from '#probes';
import { window } from '#window';
import { FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { RESET_AFTER, WIDTH, wrap } from '../runtime/width.js';

const FROZEN: i32 = -1 << (WIDTH - 1);
/** The word from which tryGet takes failed gets back. */
const RESET_FROM: i32 = FROZEN + RESET_AFTER;

/** The word of a page in the allocator. */
export const FREE: i32 = FROZEN;

export function init(word: i32): void {
  store(word, 1, RELAXED); // also wipes the failed gets
}

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  const value = wrap(fetchAdd(word, references, FULL) + references);
  if (value >= 0) {
    if (value === references) resurrected(); // from the staged 0: the put that is in its window will lose step 2
    return true;
  }
  takeBack(word, value);
  return false;
}

/** After a failed get that left `seen`: takes failed gets back where there are many. @inline */
export function takeBack(word: i32, seen: i32): void {
  let value = seen;
  // In Linux this is one unsigned comparison with RESET_FROM: in the upper half of the words with FROZEN set.
  while (value < 0 && value >= RESET_FROM) value = compareExchange(word, value, FROZEN, RELAXED);
}

export function get(word: i32): void {
  fetchAdd(word, 1, RELAXED);
}

export function put(word: i32): boolean {
  return putMany(word, 1);
}

/** @inline */
export function putMany(word: i32, references: i32): boolean {
  if (fetchSub(word, references, FULL) !== references) return false; // step 1
  window();
  if (compareExchange(word, 0, FROZEN, RELAXED) === 0) return true; // step 2: wins on any zero, not only on its own
  abortedFree();
  return false;
}

export function freeze(word: i32, expected: i32): boolean {
  return compareExchange(word, expected, FROZEN, FULL) === expected;
}

export function unfreeze(word: i32, references: i32): void {
  store(word, references, RELEASE); // publishes what the freezer did to the page, and wipes failed gets on the way
}

export function count(value: i32): i32 {
  return value & ~(value >> 31); // 0 where FROZEN is set, without a branch: detectors call it in every round
}
