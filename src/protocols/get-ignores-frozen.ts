// get-ignores-frozen: a mutant of v4 whose tryGet does not look at what it added to.
//
// Word and states as in v4. It breaks I1: a get succeeds on a dead page and on a frozen one.
//
// Source: made for the gallery, after the mistake of calling get() where tryGet() is meant.

import { fetchAdd } from '#memory';
import { FULL } from '../runtime/order.js';

export { count, FREE, freeze, get, init, put, unfreeze } from './v4.js';

export function tryGet(word: i32): boolean {
  fetchAdd(word, 1, FULL);
  return true;
}
