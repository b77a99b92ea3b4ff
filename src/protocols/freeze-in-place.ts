// freeze-in-place: a mutant of v4 whose freeze sets FROZEN beside the count, and whose count() reads what is below
// FROZEN.
//
// Word as in v4, but a frozen page keeps its n:
//   FROZEN + n  frozen at n references
//
// It breaks what freeze promises: that a frozen page counts no references. No reference is lost, but whoever reads the
// count is misled, and by the failed gets on a dead page as well.
//
// Source: made for the gallery, after the mistake of reading FROZEN as a flag beside the count instead of a state of
// the whole word.

import { compareExchange } from '#memory';
import { FULL } from '../runtime/order.js';
import { FREE } from './v4.js';

export { FREE, get, init, put, tryGet, unfreeze } from './v4.js';

export function freeze(word: i32, expected: i32): boolean {
  return compareExchange(word, expected, FREE | expected, FULL) === expected; // FREE is the frozen bit
}

export function count(value: i32): i32 {
  return value & ~FREE;
}
