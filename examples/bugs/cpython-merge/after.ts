/// <reference types="reftorture/portable" />
// cpython-merge, after: the merger takes the owner's count, clears both fields, and only then publishes the sum. All else is
// as before.

import { compareExchange, load, store } from 'reftorture/memory';
import { FULL, RELAXED } from 'reftorture/order';
import { retried } from 'reftorture/probes';
import { isOwn, local, MERGED, owner, put as putBefore } from './before.js';

export * from './before.js';

export function put(word: i32): boolean {
  return isOwn(word) ? merge(word) : putBefore(word);
}

function merge(word: i32): boolean {
  const own = load(local(word), RELAXED);
  store(local(word), 0, RELAXED);
  store(owner(word), 0, RELAXED);
  let seen = load(word, RELAXED);
  while (true) {
    const left = ((seen >> 2) + own - 1) | 0;
    const before = compareExchange(word, seen, (left << 2) | MERGED, FULL);
    if (before === seen) return left === 0;
    retried();
    seen = before;
  }
}
