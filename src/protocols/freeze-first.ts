// freeze-first: the last put goes from 1 to FROZEN in one compare-and-swap, so that 0 never appears.
//
// Word: FROZEN is the sign bit.
//   1..INT_MAX  owned
//   0           does not occur
//   FROZEN      dead
//   FROZEN + k  dead, with k failed gets on top
//
// Invariants
//   I1  A get succeeds if and only if it saw FROZEN clear.
//   I2  The put that takes the word from 1 to FROZEN held the only reference, and that reference kept the page in its
//       generation until then. One access drops it and marks the page dead, so there is no window.
//   I3  FROZEN is cleared by init and unfreeze alone: failed gets are reset as in v4, with the overflow of v4.
//   I4  0 does not occur, so that no get takes it. tryGet asserts it.
//
// Sound under reuse: I2 leaves no second step that could meet a later generation. The price is a loop in put, which the
// gets of others can force into another round.
//
// Source: Yan's question on the list, 21 June 2026 (claim C4). freeze, unfreeze and the reset of failed gets are v4's.

import { compareExchange, fetchAdd, load } from '#memory';
import { assert, retried } from '#probes';
import { FULL, RELAXED } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';
import { FREE, takeBack } from './v4.js';

export { count, FREE, freeze, get, init, unfreeze } from './v4.js';

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  const value = wrap(fetchAdd(word, references, FULL) + references);
  if (value >= 0) {
    assert(value !== references, 1); // I4
    return true;
  }
  takeBack(word, value);
  return false;
}

export function put(word: i32): boolean {
  return putMany(word, 1);
}

/** @inline */
export function putMany(word: i32, references: i32): boolean {
  let seen = load(word, RELAXED);
  while (true) {
    const left = seen === references ? FREE : wrap(seen - references); // FREE is FROZEN, without failed gets
    const before = compareExchange(word, seen, left, FULL);
    if (before === seen) return seen === references; // I2
    retried();
    seen = before;
  }
}
