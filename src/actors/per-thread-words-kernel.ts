// Portable. The entry module of a kernel whose protocol has words of each worker: that of every kernel, which also knows
// where they lie, and counts in all of a page's words.

import { poke } from '#memory';
import { countAt as countInAll, PER_THREAD_WORDS } from '#per-thread-words';
import { pageBytes, pagesBase, pagesEnd } from '../pages/geometry.js';
import { REFCOUNT } from '../runtime/layout.js';
import { ownWord, setUpPerThreadWords } from '../runtime/per-thread-words.js';
import { populate as freePages, setup as setUpPages } from './kernel.js';

export { countOf, isDeadWord, measure, ready, restingWord, run } from './kernel.js';

export function setup(worker: i32): void {
  setUpPages(worker);
  setUpPerThreadWords(worker, pagesBase);
}

/** Populates as every kernel does, and sets this worker's words to 0 for all pages: others may be setting theirs up. */
export function populate(): void {
  freePages();
  for (let page = pagesBase; page < pagesEnd; page += pageBytes) {
    for (let n = 0; n < PER_THREAD_WORDS; n++) poke(ownWord(page + REFCOUNT, n), 0);
  }
}

/** The references that all words together count of the page whose count word is at `word`, when nobody runs. */
export function countAt(word: i32): i32 {
  return countInAll(word);
}
