// v4-blind-loop: a mutant of v4 whose reset loop does not look at the value that it saw.
//
// Word and states as in v4. It breaks I2: once in the loop, a late getter sets FROZEN whatever the word has become,
// such as the count of the page's next owner.
//
// Source: made for the gallery; nobody proposed it. Shutsemau and Gladyshev discussed in January 2026 what a reset loop
// near the limit costs. This is what becomes of such a loop that does not look at the value again.

import { compareExchange, fetchAdd } from '#memory';
import { resurrected, retried, tookBack } from '#probes';
import { FULL, RELAXED } from '../runtime/order.js';
import { RESET_AFTER, wrap } from '../runtime/width.js';
import { count, FREE } from './v4.js';

export { count, FREE, freeze, get, init, put, unfreeze } from './v4.js';

export function tryGet(word: i32): boolean {
  let value = wrap(fetchAdd(word, 1, FULL) + 1);
  if (value >= 0) {
    if (value === 1) resurrected();
    return true;
  }
  if (value < FREE + RESET_AFTER) return false;
  let before = compareExchange(word, value, FREE, RELAXED); // FREE is the frozen bit alone
  while (before !== value) {
    retried();
    value = before; // not looked at: this may be an owner's count
    before = compareExchange(word, value, FREE, RELAXED);
  }
  tookBack(word, count(value));
  return false;
}
