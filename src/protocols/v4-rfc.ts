// v4-rfc: v4 with the reset of the first version: one attempt after every failed get.
//
// Word and states as in v4. An attempt fails when another get has come in between, so two getters that keep interfering
// with each other never reset the word, and I2 breaks when the failed gets carry into FROZEN.
//
// Source: the RFC of the series, December 2025.

import { compareExchange, fetchAdd } from '#memory';
import { resurrected } from '#probes';
import { FULL, RELAXED } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, put, putMany, unfreeze } from './v4.js';

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  const value = wrap(fetchAdd(word, references, FULL) + references);
  if (value >= 0) {
    if (value === references) resurrected();
    return true;
  }
  compareExchange(word, value, FREE, RELAXED); // FREE is the frozen bit alone
  return false;
}
