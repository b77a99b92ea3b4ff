/// <reference types="reftorture/portable" />
// nitro-weak-lock, after: a lock increments unless the count is 0. All else is as before.

import { compareExchange, load } from 'reftorture/memory';
import { FULL, RELAXED } from 'reftorture/order';
import { retried } from 'reftorture/probes';

export * from './before.js';

export function tryGet(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen !== 0) {
    const before = compareExchange(word, seen, (seen + 1) | 0, FULL);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}
