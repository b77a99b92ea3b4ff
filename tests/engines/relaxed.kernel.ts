// Portable. Relaxed accesses where a compiler would like to have fewer: each must stay one access, as READ_ONCE and
// WRITE_ONCE do.

import { load, store } from '#memory';
import { RELAXED } from '../../src/runtime/order.js';

export function untilPositive(word: i32): i32 {
  let value = load(word, RELAXED);
  while (value < 0) value = load(word, RELAXED);
  return value;
}

export function twice(word: i32): i32 {
  return load(word, RELAXED) + 3 * load(word, RELAXED);
}

export function overwritten(word: i32): void {
  store(word, 1, RELAXED);
  store(word, 2, RELAXED);
}

export function unused(word: i32): void {
  load(word, RELAXED);
}
