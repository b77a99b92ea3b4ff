// Portable. Defaults for what a protocol may leave out: which words are dead, several references at once, and words of
// each worker. They stand behind #dead, #many and #per-thread-words unless the protocol's own file does.

import { peek } from '#memory';
import { count, FREE, get, put, tryGet } from '#protocol';

/** Returns whether gets refuse a count word, until the allocator hands the page out again. @inline */
export function isDead(value: i32): boolean {
  return (value & FREE) === FREE;
}

/** Takes `references` for somebody who holds none: the first one speculatively, the others as a holder. */
export function tryGetMany(word: i32, references: i32): boolean {
  if (!tryGet(word)) return false;
  for (let taken = 1; taken < references; taken++) get(word);
  return true;
}

/** Drops `references`. True exactly when the caller must destroy the page. */
export function putMany(word: i32, references: i32): boolean {
  let last = false;
  for (let dropped = 0; dropped < references; dropped++) last = put(word);
  return last;
}

/** Number of words that each worker has for a page. */
export const PER_THREAD_WORDS: i32 = 0;

/** The references on the page whose count word is at `word`, when nobody runs. */
export function countAt(word: i32): i32 {
  return count(peek(word));
}
