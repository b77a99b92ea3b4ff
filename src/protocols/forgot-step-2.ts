// forgot-step-2: a mutant of v4 that destroys as soon as the count reaches 0.
//
// Word and states as in v4. Broken is I2: nobody sets FROZEN, so after its first life a page rests at 0, which v4 reads
// as "staged", and every speculative get takes it.
//
// Source: what is left of put when the frozen bit is seen as the getters' affair.

import { fetchSub } from '#memory';
import { FULL } from '../runtime/order.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  return fetchSub(word, 1, FULL) === 1;
}
