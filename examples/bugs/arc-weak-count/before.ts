/// <reference types="reftorture/portable" />
// arc-weak-count, before: whether an Arc is the only pointer to its data is read from two words, one after the other.
//
// Word: the strong count.
//   1..INT_MAX  the data is alive
//   0           the data is dropped
// Second word, weak: the weak references, and 1 for all strong ones together. At 0 the memory is freed.
//
// Invariants
//   I1  Nobody takes the word from 0 upwards but init: a weak reference upgrades from 1 or more.
//   I2  Exactly one drop takes the weak count to 0, and frees the memory.
//   I3  While somebody may change the data, nobody else has a strong reference.
//   Breaks I3: strong is 1 and there is a weak reference, which is upgraded and then dropped, so that weak is 1 when it is
//   read. Both words are what was expected; they never were at the same time.
//
// Source: Rust, Arc::get_mut() and make_unique() in liballoc, https://github.com/rust-lang/rust/issues/24880, 28 April
// 2015, and pull request 26610, 26 June 2015.
// Left out: the data, and make_unique().

import { compareExchange, fetchSub, load, store } from 'reftorture/memory';
import { objectWord } from 'reftorture/object-words';
import { FULL, RELAXED, RELEASE } from 'reftorture/order';
import { retried } from 'reftorture/probes';
import { window } from 'reftorture/window';

export { count, FREE, freeze, get, tryGet, unfreeze } from 'reftorture/protocols/old';

/** The weak count of who looks whether he is alone: no weak reference begins meanwhile. */
export const LOCKED: i32 = -1;

export function weak(word: i32): i32 {
  return objectWord(word, 0);
}

export function init(word: i32): void {
  store(weak(word), 1, RELAXED);
  store(word, 1, RELEASE);
}

/** Drops a strong reference: whether the memory is to be freed. */
export function put(word: i32): boolean {
  return fetchSub(word, 1, FULL) === 1 && putWeak(word);
}

/** A weak reference, for who has a strong one. */
export function getWeak(word: i32): void {
  let seen = load(weak(word), RELAXED);
  while (true) {
    const wanted = seen === LOCKED ? 1 : seen;
    const before = compareExchange(weak(word), wanted, (wanted + 1) | 0, FULL);
    if (before === wanted) return;
    retried();
    seen = before;
  }
}

export function putWeak(word: i32): boolean {
  return fetchSub(weak(word), 1, FULL) === 1;
}

export function isUnique(word: i32): boolean {
  if (load(word, FULL) !== 1) return false;
  window();
  return load(weak(word), FULL) === 1;
}
