// old: the reference count as it is before the series. A compare-and-swap loop that refuses zero.
//
// Word: a plain count. 0 means free or frozen: there is no state between owned and dead.
//   1..INT_MAX  owned
//   0           dead: in the allocator, or frozen by freeze()
//
// Invariants
//   I1  Nobody takes the word from 0 upwards but the allocator's init and unfreeze.
//   I2  Exactly one put takes the word from 1 to 0, and it is the last access of any holder: one put destroys the page.
//
// Source: include/linux/page_ref.h before the series (folio_try_get, folio_put_testzero, folio_ref_freeze).

import { compareExchange, fetchAdd, fetchSub, load, store } from '#memory';
import { retried } from '#probes';
import { FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';

/** The word of a page in the allocator. */
export const FREE: i32 = 0;

export function init(word: i32): void {
  store(word, 1, RELAXED);
}

export function tryGet(word: i32): boolean {
  return tryGetMany(word, 1);
}

/** @inline */
export function tryGetMany(word: i32, references: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen !== 0) {
    const before = compareExchange(word, seen, wrap(seen + references), FULL);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false; // I1: zero is never left upwards
}

export function get(word: i32): void {
  fetchAdd(word, 1, RELAXED);
}

export function put(word: i32): boolean {
  return putMany(word, 1);
}

/** @inline */
export function putMany(word: i32, references: i32): boolean {
  return fetchSub(word, references, FULL) === references; // I2: Linux's sub_and_test, which decides in one access
}

export function freeze(word: i32, expected: i32): boolean {
  return compareExchange(word, expected, 0, FULL) === expected;
}

export function unfreeze(word: i32, count: i32): void {
  store(word, count, RELEASE); // publishes what the freezer did to the page
}

export function count(value: i32): i32 {
  return value;
}
