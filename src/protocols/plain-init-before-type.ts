// plain-init-before-type: a mutant of old over an allocator that gives a page its count before its type.
//
// Word and states as in old. Broken is what init promises besides the count: that whoever gets the page finds it set up.
// A reader that finds pages by number and asks the page itself what it is sees the type change under its reference.
//
// The allocator writes the type and then calls init(). This init takes the type off the page and writes it back behind
// the count, which is what an allocator with the two lines exchanged looks like to everybody else.
//
// Source: the order that set_page_refcounted() has to keep with the page's other fields.

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
  window(); // a stall here, too: two plain stores to one line leave a reader hardly any time
  store(typeWord, type, RELAXED);
}
