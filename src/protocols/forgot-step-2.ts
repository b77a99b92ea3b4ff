// forgot-step-2: a mutant of v4 that destroys as soon as the count reaches 0.
//
// Word and states as in v4. It breaks I2: nobody sets FROZEN, so that the word of a freed page is 0, which means
// "staged", and every speculative get succeeds on it.
//
// Source: made for the gallery, after the mistake of leaving FROZEN to the gets, which only read it.

import { fetchSub } from '#memory';
import { FULL } from '../runtime/order.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './v4.js';

export function put(word: i32): boolean {
  return fetchSub(word, 1, FULL) === 1;
}
