// Portable. What stands for the words of each worker where a protocol has none: it counts in one word.

import { peek } from '#memory';
import { count } from '#protocol';

/** Number of words that each worker has for a page. */
export const PER_THREAD_WORDS: i32 = 0;

/** The references on the page whose count word is at `word`, when nobody runs. */
export function countAt(word: i32): i32 {
  return count(peek(word));
}
