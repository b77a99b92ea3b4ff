// or-freeze: a mutant of v4 whose step 2 sets FROZEN unconditionally.
//
// Word and states as in v4. It breaks I3: step 2 no longer notices that somebody took the staged page back, so the page
// is destroyed under its holder, or twice.
//
// Source: made for the gallery after claim C12, in which Hildenbrand explains why step 2 cannot be an atomic OR.

import { fetchOr, fetchSub } from '#memory';
import { window } from '#window';
import { FULL, RELAXED } from '../runtime/order.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  if (fetchSub(word, 1, FULL) !== 1) return false; // step 1
  window();
  fetchOr(word, FREE, RELAXED); // step 2, whatever the word is by now: FREE is the frozen bit
  return true;
}
