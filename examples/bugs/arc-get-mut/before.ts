/// <reference types="reftorture/portable" />
// arc-get-mut, before: who finds that he has the only reference does not synchronise with those who dropped theirs.
//
// Word: the strong count.
//   1..INT_MAX  owned
//   0           dead
// Payload: the data.
//
// Invariants
//   I1  Exactly one drop takes the word from 1 to 0; it sees all that others did with the data, and destroys it.
//   I2  Who has the only reference sees all that others did with the data: it is his to change.
//   Breaks I2, on weakly ordered memory: the drop of another releases, but the look at the count does not acquire.
//
// Source: Rust, Arc::get_mut() and is_unique() in liballoc, https://github.com/rust-lang/rust/issues/51780, 25 June 2018,
// and pull request 52031, 3 July 2018; the copy of it in Servo: https://github.com/servo/servo/issues/21186, 16 July 2018.
// Left out: weak references, and the lock of their count, of which a drop of a strong one knows nothing.

import { fetchAdd, fetchSub, load } from 'reftorture/memory';
import { ACQUIRE, RELAXED, RELEASE } from 'reftorture/order';

export { count, FREE, freeze, init, tryGet, unfreeze } from 'reftorture/protocols/old';

export function get(word: i32): void {
  fetchAdd(word, 1, RELAXED);
}

export function put(word: i32): boolean {
  if (fetchSub(word, 1, RELEASE) !== 1) return false;
  load(word, ACQUIRE); // the fence
  return true;
}

export function isUnique(word: i32): boolean {
  return load(word, RELAXED) === 1; // should acquire
}
