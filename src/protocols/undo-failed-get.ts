// undo-failed-get: a mutant of v4 that takes back each failed get by a subtraction of its own.
//
// Word and states as in v4. Broken is I2, in the way that only reuse allows: init wipes the failed get, and the
// subtraction that follows takes a reference of the page's next owner. Nobody destroys the page, it only counts one less
// than it should, until its owner's put goes past 0.
//
// Source: the obvious way to do without the reset near the limit.

import { resurrected } from '#journal';
import { fetchAdd, fetchSub } from '#memory';
import { FULL, RELAXED } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';

export { count, FREE, freeze, get, init, put, unfreeze } from './v4.js';

export function tryGet(word: i32): boolean {
  const value = wrap(fetchAdd(word, 1, FULL) + 1);
  if (value >= 0) {
    if (value === 1) resurrected();
    return true;
  }
  fetchSub(word, 1, RELAXED);
  return false;
}
