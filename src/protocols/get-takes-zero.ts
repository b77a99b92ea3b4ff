// get-takes-zero: a mutant of old whose tryGet adds without a loop that refuses zero.
//
// Word and states as in old. It breaks I1: a get takes the word of a dead or frozen page up from 0, and only afterwards
// sees that it was 0.
//
// Source: made for the gallery. It is the fetch-add of the series without the frozen bit.

import { fetchAdd } from '#memory';
import { FULL } from '../runtime/order.js';

export { count, FREE, freeze, get, init, put, unfreeze } from './old.js';

export function tryGet(word: i32): boolean {
  return fetchAdd(word, 1, FULL) !== 0; // too late: the next get finds 1 and succeeds
}
