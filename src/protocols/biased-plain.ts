// biased-plain: mutant of biased. The owner reads its word and writes it back, without a compare-and-swap: as in the paper,
// where nobody else touches it, but here somebody does. Breaks I2: a bias that was taken in between is written back.
//
// Word, invariants and source are those of biased but for that.

import { load, store } from '#memory';
import { RELAXED } from '../runtime/order.js';
import { ownWord } from '../runtime/per-thread-words.js';
import { dropShared, getShared, merge } from './biased.js';

export { count, countAt, FREE, freeze, get, init, PER_THREAD_WORDS, unfreeze } from './biased.js';

export function tryGet(word: i32): boolean {
  const own = ownWord(word, 0);
  const seen = load(own, RELAXED);
  if (seen === 0) return getShared(word);
  store(own, (seen + 1) | 0, RELAXED); // should be a compare-and-swap
  return true;
}

export function put(word: i32): boolean {
  const own = ownWord(word, 0);
  const seen = load(own, RELAXED);
  if (seen === 0) return dropShared(word);
  store(own, (seen - 1) | 0, RELAXED); // so should this
  return seen === 1 ? merge(word, 0) : false;
}
