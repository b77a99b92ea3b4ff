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
//
// Sound under reuse: I2 leaves no second step that could meet a later generation. The price is a loop in put, which the
// gets of others can force into another round.
//
// Source: Yan's question on the list, 21 June 2026 (claim C4). tryGet, freeze and unfreeze are v4's.

import { retried } from '#journal';
import { compareExchange, load } from '#memory';
import { FULL, RELAXED } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (true) {
    const left = seen === 1 ? FREE : wrap(seen - 1); // FREE is FROZEN, without failed gets
    const before = compareExchange(word, seen, left, FULL);
    if (before === seen) return seen === 1; // I2
    retried();
    seen = before;
  }
}
