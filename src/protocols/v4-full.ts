// v4-full: v4 whose step 2 is a full barrier.
//
// Word, states and invariants as in v4. The winner of step 2 sees what every earlier owner of the page wrote, and its
// own earlier accesses stay before step 2. The ABA race of v4 is untouched.
//
// Source: nobody proposed it. It is the strongest of the three orders that we ask about on claim C6: relaxed (v4),
// acquire (v4-acquire) and full.

import { compareExchange, fetchSub } from '#memory';
import { abortedFree } from '#probes';
import { window } from '#window';
import { FULL } from '../runtime/order.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, tryGetMany, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  return putMany(word, 1);
}

/** @inline */
export function putMany(word: i32, references: i32): boolean {
  if (fetchSub(word, references, FULL) !== references) return false; // step 1
  window();
  if (compareExchange(word, 0, FREE, FULL) === 0) return true; // step 2: FREE is the frozen bit
  abortedFree();
  return false;
}
