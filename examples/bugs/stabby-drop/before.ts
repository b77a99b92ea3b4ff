/// <reference types="reftorture/portable" />
// stabby-drop, before: references are dropped by relaxed decrements, and nothing orders the destructor behind them.
//
// Word: the strong count.
//   1..INT_MAX  owned
//   0           dead
// Payload: the data.
//
// Invariants
//   I1  Exactly one drop takes the word from 1 to 0, and destroys the object.
//   I2  Who destroys the object sees all that others did with it while they held references.
//   Breaks I2, on weakly ordered memory: what another holder wrote comes behind the destructor, or into freed memory.
//
// Source: ZettaScaleLabs/stabby, a Rust crate, Arc and Weak, https://github.com/ZettaScaleLabs/stabby/pull/139,
// 13 August 2026, with a report of Miri.
// Left out: weak references, which had the same decrement.

import { fetchSub } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/old';

export function put(word: i32): boolean {
  return fetchSub(word, 1, RELAXED) === 1; // should release, and acquire at the last one
}
