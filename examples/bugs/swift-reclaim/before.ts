/// <reference types="reftorture/portable" />
// swift-reclaim, before: the last release takes the object's resources away, and only then marks the object as dying.
//
// Word: a count, and a bit for an object that is being deallocated.
//   1..INT_MAX        owned
//   DEALLOCATING + n  dying or dead
// Second word: INTACT, or RECLAIMED when what the object had beside its memory, such as a file descriptor, is gone.
//
// Invariants
//   I1  A try-retain succeeds if and only if it saw DEALLOCATING clear.
//   I2  Exactly one release sets DEALLOCATING, on a count of 1.
//   I3  Who holds a reference finds the resources intact.
//   Breaks I3: between reclaim and the compare-and-swap somebody retains the object. It lives on, without its resources.
//
// Source: swiftlang/swift-corelibs-foundation, _CFRelease() in CFRuntime.c,
// https://github.com/swiftlang/swift-corelibs-foundation/pull/5368, 11 January 2026, open when read.
// Left out: constant objects, finalizers that retain, the second bit DEALLOCATED, counts outside of the word. Retain is
// _CFTryRetain(), which weak references use: a plain retain does not look at the bit.

import { compareExchange, load, store } from 'reftorture/memory';
import { objectWord } from 'reftorture/object-words';
import { FULL, RELAXED, RELEASE } from 'reftorture/order';
import { retried } from 'reftorture/probes';
import { WIDTH } from 'reftorture/width';
import { window } from 'reftorture/window';

const DEALLOCATING: i32 = -1 << (WIDTH - 1);
export const INTACT: i32 = 1;
export const RECLAIMED: i32 = 2;
export const FREE: i32 = DEALLOCATING;

export function resources(word: i32): i32 {
  return objectWord(word, 0);
}

export function init(word: i32): void {
  store(resources(word), INTACT, RELAXED);
  store(word, 1, RELEASE);
}

export function tryGet(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen > 0) {
    const before = compareExchange(word, seen, (seen + 1) | 0, FULL);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}

export function put(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (true) {
    const last = seen === 1;
    if (last) {
      store(resources(word), RECLAIMED, RELAXED); // too early
      window();
    }
    const before = compareExchange(word, seen, last ? seen | DEALLOCATING : (seen - 1) | 0, FULL);
    if (before === seen) return last;
    retried();
    seen = before;
  }
}

export { get } from 'reftorture/protocols/old';

export function freeze(word: i32, expected: i32): boolean {
  return compareExchange(word, expected, DEALLOCATING, FULL) === expected;
}

export function unfreeze(word: i32, references: i32): void {
  store(word, references, RELEASE);
}

export function count(value: i32): i32 {
  return value > 0 ? value : 0;
}
