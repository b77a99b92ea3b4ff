/// <reference types="reftorture/portable" />
// arc-get-mut, after: the look at the count acquires. All else is as before.

import { load } from 'reftorture/memory';
import { ACQUIRE } from 'reftorture/order';

export * from './before.js';

export function isUnique(word: i32): boolean {
  return load(word, ACQUIRE) === 1; // pairs with the RELEASE in put()
}
