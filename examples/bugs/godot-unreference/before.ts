/// <reference types="reftorture/portable" />
// godot-unreference, before: who drops the last reference but one goes on to use the object.
//
// Word: a plain count.
//   1..INT_MAX  owned
//   0           dead
// Payload: the object, whose script is told that the count came down to 1 or 0.
//
// Invariants
//   I1  Exactly one drop takes the word from 1 to 0, and destroys the object.
//   I2  The object is used by who has a reference, or destroys it, and by nobody else.
//   Breaks I2: the drop to 1 gave its reference up. The drop to 0 comes, destroys, and the script of the first is still
//   being told.
//
// Source: Godot, RefCounted::unreference(), https://github.com/godotengine/godot/pull/118678, 17 April 2026, merged; seen
// already in 2020: https://github.com/godotengine/godot/issues/35046
// Left out: the script and the extension, which are the payload here; the orders of the original, which asks for full ones.

import { fetchSub } from 'reftorture/memory';
import { FULL } from 'reftorture/order';

export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/old';

/** Drops a reference. Returns how many are left. */
export function unreference(word: i32): i32 {
  return (fetchSub(word, 1, FULL) - 1) | 0;
}

/** Begins what uses the object behind a drop. */
export function enter(_word: i32): void {}

/** Ends it. */
export function leave(_word: i32): void {}

/** Returns when nobody uses the object behind a drop any more. */
export function awaitOthers(_word: i32): void {}
