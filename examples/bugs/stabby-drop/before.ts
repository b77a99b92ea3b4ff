/// <reference types="reftorture/portable" />
// stabby-drop, before: references are dropped by relaxed decrements, and nothing orders the destructor behind them.
//
// Word: the strong count.
//   1..INT_MAX  owned
//   0           dead
// Second word: the data.
//
// Invariants
//   I1  Exactly one drop takes the word from 1 to 0, and destroys the object.
//   I2  Who destroys the object sees all that others did with it while they held references.
//   Breaks I2, on weakly ordered memory: what another holder wrote comes behind the destructor, or into freed memory.
//
// Source: ZettaScaleLabs/stabby, a Rust crate, Arc and Weak, https://github.com/ZettaScaleLabs/stabby/pull/139,
// 13 August 2026, with a report of Miri.
// Left out: weak references, which had the same decrement.

import { fetchSub, peek, store } from 'reftorture/memory';
import { RELAXED, RELEASE } from 'reftorture/order';
import { wordOf } from 'reftorture/per-thread-words';

export { count, FREE, freeze, get, tryGet, unfreeze } from 'reftorture/protocols/old';

/** One is the second word: that of worker 0. */
export const PER_THREAD_WORDS: i32 = 1;

export function data(word: i32): i32 {
  return wordOf(0, word, 0);
}

export function init(word: i32): void {
  store(data(word), 0, RELAXED);
  store(word, 1, RELEASE);
}

export function put(word: i32): boolean {
  return fetchSub(word, 1, RELAXED) === 1; // should release, and acquire at the last one
}

export function countAt(word: i32): i32 {
  return peek(word);
}
