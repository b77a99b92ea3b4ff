/// <reference types="reftorture/portable" />
// swift-reclaim, after: the compare-and-swap that sets DEALLOCATING comes first, and who made it reclaims. All else is as
// before.

import { compareExchange, load, store } from 'reftorture/memory';
import { FULL, RELAXED } from 'reftorture/order';
import { retried } from 'reftorture/probes';
import { window } from 'reftorture/window';
import { FREE, RECLAIMED, resources } from './before.js';

export * from './before.js';

export function put(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (true) {
    const last = seen === 1;
    const before = compareExchange(word, seen, last ? seen | FREE : (seen - 1) | 0, FULL); // FREE is the bit alone
    if (before === seen) {
      if (!last) return false;
      window();
      store(resources(word), RECLAIMED, RELAXED);
      return true;
    }
    retried();
    seen = before;
  }
}
