// both-destroy: a mutant of v4 whose step 2 mistakes a word that was frozen already for its own success.
//
// Word and states as in v4. It breaks I3: of two puts that staged the page, the one that lost step 2 destroys it too.
//
// Source: made for the gallery, after the mistake of comparing the result of a compare-and-swap with the new value.

import { compareExchange, fetchSub } from '#memory';
import { abortedFree } from '#probes';
import { window } from '#window';
import { FULL, RELAXED } from '../runtime/order.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  if (fetchSub(word, 1, FULL) !== 1) return false; // step 1
  window();
  const before = compareExchange(word, 0, FREE, RELAXED); // step 2: FREE is the frozen bit
  if (before === 0 || before === FREE) return true;
  abortedFree();
  return false;
}
