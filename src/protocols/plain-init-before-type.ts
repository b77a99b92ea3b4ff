// plain-init-before-type: a mutant of old over an allocator that writes a page's count before its type.
//
// Word and states as in old. It breaks what an allocator promises besides the count: that whoever gets the page finds
// it set up. A reader that finds pages by number and reads the type on the page sees the type change under its
// reference.
//
// The allocator writes the type and then calls init(). This init takes the type off the page and writes it back after
// the count. To everybody else that looks like an allocator with the two lines exchanged.
//
// Source: made for the gallery, after the order that Linux's set_page_refcounted() has to keep with the page's other
// fields.

import { load, store } from '#memory';
import { window } from '#window';
import { REFCOUNT, TYPE } from '../runtime/layout.js';
import { RELAXED } from '../runtime/order.js';
import { init as initOld } from './old.js';

export { count, FREE, freeze, get, put, tryGet, unfreeze } from './old.js';

export function init(word: i32): void {
  const typeWord = word - REFCOUNT + TYPE;
  const type = load(typeWord, RELAXED);
  store(typeWord, 0, RELAXED);
  initOld(word);
  window(); // stalls here, too: between two plain stores to one cache line a reader hardly ever comes
  store(typeWord, type, RELAXED);
}
