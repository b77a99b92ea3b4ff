/// <reference types="reftorture/portable" />
// openssl-print-ref, after: it prints what its own subtraction left. All else is as before.

import { fetchSub } from 'reftorture/memory';
import { FULL } from 'reftorture/order';

export * from './before.js';

export function put(word: i32): boolean {
  const left = (fetchSub(word, 1, FULL) - 1) | 0; // printed
  return left === 0;
}
