// v5: v4 with a reset that stops when it has won.
//
// Word, states and invariants as in v4. In v4 the loop of the reset looks at what its compare-and-swap returned. After a
// success that is still the large value, so v4 tries once more, and that attempt fails as a rule. v5 goes home after the
// success.
//
// The change: a reset takes one locked instruction less. Unchanged are put and its two steps, which are v4's, and so
// is the race between them (I3); the reset begins at the same value, so that as many getters inside tryGet at once carry
// into FROZEN as in v4 (I2).
//
// Source: the fifth version of the series, 26 June 2026. Its other changes are of no consequence here: BUG_ON became
// WARN_ON_ONCE, sub_and_test got checks, and virtio-mem initialises the count of a page where it used to increment it.

import { compareExchange, fetchAdd } from '#memory';
import { resurrected } from '#probes';
import { FULL, RELAXED } from '../runtime/order.js';
import { RESET_AFTER, wrap } from '../runtime/width.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, put, putMany, unfreeze } from './v4.js';

/** The word from which tryGet takes failed gets back. FREE is the frozen bit alone. */
const RESET_FROM: i32 = FREE + RESET_AFTER;

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  let value = wrap(fetchAdd(word, references, FULL) + references);
  if (value >= 0) {
    if (value === references) resurrected(); // from the staged 0: the put that is in its window will lose step 2
    return true;
  }
  while (value < 0 && value >= RESET_FROM) {
    const before = compareExchange(word, value, FREE, RELAXED);
    if (before === value) return false;
    value = before;
  }
  return false;
}
