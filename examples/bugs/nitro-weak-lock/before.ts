/// <reference types="reftorture/portable" />
// nitro-weak-lock, before: a weak reference is locked by a look at a flag and an increment, and the flag is set after the
// last strong reference is gone.
//
// Word: the strong count.
//   1..INT_MAX  owned
//   0           the value is being destroyed, or was
// Second word: 1 until the value is destroyed, where the original has isDeleted: before its life there is no value.
//
// Invariants
//   I1  A lock succeeds only while somebody has a strong reference.
//   I2  The value is destroyed once.
//   Breaks I1, and so I2: between the last decrement and the flag a lock succeeds, and its release destroys again.
//
// Source: margelo/nitro, WeakReference::lock() and ~BorrowingReference(), pull request 1467, 4 August 2026, open when it was
// read: https://github.com/margelo/nitro/pull/1467. The code before was read in copies of WeakReference+Borrowing.hpp.
// Left out: the mutex of lock(), which the last release does not take; weak references that are counted: memory is there.

import { fetchAdd, fetchSub, load, store } from 'reftorture/memory';
import { objectWord } from 'reftorture/object-words';
import { ACQUIRE, FULL, RELAXED, RELEASE } from 'reftorture/order';
import { init as initCount } from 'reftorture/protocols/old';
import { window } from 'reftorture/window';

export { count, FREE, freeze, get, unfreeze } from 'reftorture/protocols/old';

function isAlive(word: i32): i32 {
  return objectWord(word, 0);
}

export function init(word: i32): void {
  store(isAlive(word), 1, RELAXED);
  initCount(word);
}

/** lock(). */
export function tryGet(word: i32): boolean {
  if (load(isAlive(word), ACQUIRE) === 0) return false;
  fetchAdd(word, 1, FULL); // the last reference may be gone by now
  return true;
}

export function put(word: i32): boolean {
  if (fetchSub(word, 1, FULL) !== 1) return false;
  window();
  store(isAlive(word), 0, RELEASE);
  return true;
}
