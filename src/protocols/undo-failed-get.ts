// undo-failed-get: a mutant of v4 that takes each failed get back by a subtraction.
//
// Word and states as in v4. It breaks the count of the page's next owner, which only reuse makes possible: init wipes
// the failed get, and the subtraction that follows takes a reference of that owner. The page counts one reference less
// than it should, until its owner's put takes the word below 0.
//
// Source: made for the gallery. It is the obvious way to do without the reset near the limit.

import { fetchAdd, fetchSub } from '#memory';
import { resurrected } from '#probes';
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
