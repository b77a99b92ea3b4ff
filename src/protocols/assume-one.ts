// assume-one: old, but tryGet starts its compare-and-swap loop with the guess 1 instead of reading first.
//
// Word, states and invariants as in old. The guess decides nothing: a wrong one only costs a round, and I1 holds
// because the loop still ends at 0. What it saves is one read, and with it the transition of the cache line to the
// shared state before it becomes exclusive.
//
// Source: proposed by Torvalds, 1 March 2026 (claim C17).

import { compareExchange } from '#memory';
import { retried } from '#probes';
import { FULL } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';

export { count, FREE, freeze, get, init, put, putMany, unfreeze } from './old.js';

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  let seen = 1; // a guess, which costs no read
  while (seen !== 0) {
    const before = compareExchange(word, seen, wrap(seen + references), FULL);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}
