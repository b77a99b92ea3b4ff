// both-destroy: a mutant of v4 whose step 2 takes a word that is frozen already for its own success.
//
// Word and states as in v4. Broken is I3: of two puts that staged the page, the one that lost step 2 destroys it too.
//
// Source: a compare-and-swap whose result is compared with what was to be written.

import { abortedFree } from '#journal';
import { compareExchange, fetchSub } from '#memory';
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
