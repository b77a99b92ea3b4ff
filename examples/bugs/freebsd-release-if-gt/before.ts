/// <reference types="reftorture/portable" />
// freebsd-release-if-gt, before: a reference that is not the last one is dropped by a compare-and-swap that orders nothing.
//
// Word: a plain count.
//   1..INT_MAX  owned
//   0           dead
// Payload: the object that the count protects.
//
// Invariants
//   I1  releaseIfGt(n) never takes the word to n - 1 or below: with n = 1 it never drops the last reference.
//   I2  Who drops the last reference sees all that others did with the object while they held theirs.
//   Breaks I2, on weakly ordered memory: stores of who made releaseIfGt() succeed can be pending when another thread drops
//   the last reference and frees the object.
//
// Source: FreeBSD, sys/sys/refcount.h, refcount_release_if_gt(), commit 890611286ee2 ("refcount: add missing release fence
// to refcount_release_if_gt"), https://reviews.freebsd.org/rG890611286ee256314407bbcf64ad74956939eac7
// The address has its message; the code was read in copies of the file from before and behind it. Not read: its date,
// which the address does not have.
// Left out: saturation, and what INVARIANTS checks.

import { compareExchange, fetchSub, load } from 'reftorture/memory';
import { ACQUIRE, RELAXED, RELEASE } from 'reftorture/order';
import { retried } from 'reftorture/probes';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/old';

export function put(word: i32): boolean {
  if (fetchSub(word, 1, RELEASE) !== 1) return false;
  load(word, ACQUIRE); // the fence
  return true;
}

/** Drops a reference if there are more than `most`. */
export function releaseIfGt(word: i32, most: i32): boolean {
  return releaseOrdered(word, most, RELAXED); // should release
}

export function releaseOrdered(word: i32, most: i32, order: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen > most) {
    const before = compareExchange(word, seen, (seen - 1) | 0, order);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}
