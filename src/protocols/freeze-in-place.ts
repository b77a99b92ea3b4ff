// freeze-in-place: a mutant of v4 that freezes by setting the bit beside the count, and counts what lies below the bit.
//
// Word as in v4, but a frozen page keeps its n:
//   FROZEN + n  frozen at n references
//
// Broken is what freeze promises, that a frozen page counts nothing. No reference goes astray; it is the reader of the
// count who is misled, also about a dead page with failed gets.
//
// Source: reading FROZEN as a flag next to the count instead of a state of the word.

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
