// v4-acquire: v4 whose step 2 is an acquire operation.
//
// Word, states and invariants as in v4. The acquire makes what earlier holders wrote to the page, its type above all,
// visible to the winner of step 2. It does not tell the winner whose zero it won on. Under sequential consistency,
// which every race runs under, v4-acquire and v4 are the same protocol.
//
// Source: nobody proposed it. Hildenbrand's message of 22 June 2026 (claim C6) says that the winner of step 2 can look
// the type up on the page, and does not speak of orderings. Which one that takes on a weakly ordered machine is our
// question.

import { compareExchange, fetchSub } from '#memory';
import { abortedFree } from '#probes';
import { window } from '#window';
import { ACQUIRE, FULL } from '../runtime/order.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, tryGetMany, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  return putMany(word, 1);
}

/** @inline */
export function putMany(word: i32, references: i32): boolean {
  if (fetchSub(word, references, FULL) !== references) return false; // step 1
  window();
  if (compareExchange(word, 0, FREE, ACQUIRE) === 0) return true; // step 2: FREE is the frozen bit
  abortedFree();
  return false;
}
