// v4-acquire: v4 whose step 2 is an acquire operation.
//
// Word, states and invariants as in v4.ts. The ordering makes what earlier holders wrote to the page, its type above
// all, visible to the winner (claim C6). It does not tell the winner whose zero it won on: under sequential
// consistency, which a race runs under, the two protocols are one.
//
// Source: Hildenbrand, 22 June 2026, as what looking the type up would need on weakly ordered machines.

import { abortedFree } from '#journal';
import { compareExchange, fetchSub } from '#memory';
import { window } from '#window';
import { ACQUIRE, FULL } from '../runtime/order.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  if (fetchSub(word, 1, FULL) !== 1) return false; // step 1
  window();
  if (compareExchange(word, 0, FREE, ACQUIRE) === 0) return true; // step 2: FREE is the frozen bit
  abortedFree();
  return false;
}
