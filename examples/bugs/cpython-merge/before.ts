/// <reference types="reftorture/portable" />
// cpython-merge, before: who merges an object's two counts publishes the sum first, and clears the owner's fields behind it.
//
// Word: shared references << 2, and MERGED in the lowest two bits.
//   4 * n + 0       n shared references, below 0 where others dropped what the owner had handed to them; `local` counts, too
//   4 * n + MERGED  n references in all
//   MERGED          dead
// Second word, local: the owner's count. Third word, owner: who that is, 0 for nobody.
//
// Invariants
//   I1  Who takes the word to MERGED, without a reference, destroys the object.
//   I2  Nobody writes a field of an object of which he holds no reference.
//   I3  An object that was handed out and has given no reference away is its owner's.
//   Breaks I2, and so I3: the merge drops the merger's reference as well, so that another thread can free the object before
//   the fields are cleared. They are those of the next object by then.
//
// Source: CPython, free threading, _Py_ExplicitMergeRefcount() in Objects/object.c,
// https://github.com/python/cpython/issues/119999 and pull request 120000, 3 June 2024.
// Left out: the queue. Here every put of the owner merges, as what comes out of the queue does, and the put of another
// thread subtracts where CPython hands its reference to the queue; the flags for queued and weakly referenced objects. Freed
// memory is reused at once, which mimalloc may put off. freeze has no counterpart.

import { compareExchange, load, peek, store } from 'reftorture/memory';
import { FULL, RELAXED, RELEASE } from 'reftorture/order';
import { ownWord, wordOf } from 'reftorture/per-thread-words';
import { retried } from 'reftorture/probes';
import { window } from 'reftorture/window';

const ONE: i32 = 4;
const FLAGS: i32 = 3;
export const MERGED: i32 = 3;
export const FREE: i32 = MERGED;
/** They are the object's other words: those of worker 0. */
export const PER_THREAD_WORDS: i32 = 2;

export function local(word: i32): i32 {
  return wordOf(0, word, 0);
}

export function owner(word: i32): i32 {
  return wordOf(0, word, 1);
}

/** The number of this thread, from 1. */
function self(word: i32): i32 {
  let thread = 0;
  while (wordOf(thread, word, 0) !== ownWord(word, 0)) thread++;
  return (thread + 1) | 0;
}

export function isOwn(word: i32): boolean {
  return load(owner(word), RELAXED) === self(word);
}

export function init(word: i32): void {
  store(local(word), 1, RELAXED);
  store(owner(word), self(word), RELAXED);
  store(word, 0, RELEASE);
}

/** Adds `change` to the shared count of an object that is alive. Returns the word before; MERGED: it is dead. */
function addShared(word: i32, change: i32): i32 {
  let seen = load(word, RELAXED);
  while (seen !== MERGED) {
    const before = compareExchange(word, seen, (seen + change) | 0, FULL);
    if (before === seen) return seen;
    retried();
    seen = before;
  }
  return MERGED;
}

export function tryGet(word: i32): boolean {
  return addShared(word, ONE) !== MERGED;
}

export function get(word: i32): void {
  if (isOwn(word)) store(local(word), (load(local(word), RELAXED) + 1) | 0, RELAXED);
  else addShared(word, ONE);
}

export function put(word: i32): boolean {
  return isOwn(word) ? merge(word) : addShared(word, -ONE) === ONE + MERGED;
}

/** Ends the owner's count, and drops a reference with it: whether that was the last one. */
function merge(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (true) {
    const left = ((seen >> 2) + load(local(word), RELAXED) - 1) | 0;
    const before = compareExchange(word, seen, (left << 2) | MERGED, FULL);
    if (before === seen) {
      window();
      store(local(word), 0, RELAXED); // the object may be another one by now
      store(owner(word), 0, RELAXED);
      return left === 0;
    }
    retried();
    seen = before;
  }
}

export function freeze(_word: i32, _expected: i32): boolean {
  return false;
}

export function unfreeze(word: i32, references: i32): void {
  store(word, (references << 2) | MERGED, RELEASE);
}

export function isDead(value: i32): boolean {
  return value === MERGED;
}

export function count(value: i32): i32 {
  return (value & FLAGS) === MERGED ? value >> 2 : 1;
}

export function countAt(word: i32): i32 {
  return ((peek(word) >> 2) + peek(local(word))) | 0;
}
