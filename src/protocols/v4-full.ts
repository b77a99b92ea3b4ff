// v4-full: v4 whose step 2 is a full barrier.
//
// Word, states and invariants as in v4. The winner of step 2 sees what every earlier owner of the page wrote, and what
// it saw before stays before; the ABA race of v4 is untouched.
//
// Source: the third of the orders that the thread weighed for step 2 (relaxed, acquire, full); made for claim C6.

import { abortedFree } from '#journal';
import { compareExchange, fetchSub } from '#memory';
import { window } from '#window';
import { FULL } from '../runtime/order.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  if (fetchSub(word, 1, FULL) !== 1) return false; // step 1
  window();
  if (compareExchange(word, 0, FREE, FULL) === 0) return true; // step 2: FREE is the frozen bit
  abortedFree();
  return false;
}
