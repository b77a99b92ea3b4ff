// zeroing-allocator: v4 over an allocator that clears the words of the pages that it keeps.
//
// Word and states as in v4, but the word of a free page is 0 without FROZEN, which means "staged": a speculative get
// succeeds on a free page. The word is cleared at the end of put, where the page passes to the allocator.
//
// Source: made for the gallery after claim C13, in which Hildenbrand asks about pages that rest at 0 without the bit.

import { store } from '#memory';
import { RELAXED } from '../runtime/order.js';
import { put as putV4 } from './v4.js';

export { count, freeze, get, init, tryGet, unfreeze } from './v4.js';

/** The word of a page in the allocator. */
export const FREE: i32 = 0;

export function put(word: i32): boolean {
  if (!putV4(word)) return false;
  store(word, FREE, RELAXED);
  return true;
}
