/// <reference types="reftorture/portable" />
// arc-weak-count, after: the weak count is locked at 1, so that there is no weak reference while the strong one is read. All
// else is as before.

import { compareExchange, load, store } from 'reftorture/memory';
import { FULL, RELEASE } from 'reftorture/order';
import { LOCKED, weak } from './before.js';

export * from './before.js';

export function isUnique(word: i32): boolean {
  if (compareExchange(weak(word), 1, LOCKED, FULL) !== 1) return false;
  const unique = load(word, FULL) === 1;
  store(weak(word), 1, RELEASE);
  return unique;
}
