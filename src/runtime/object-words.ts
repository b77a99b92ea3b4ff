// Portable. Words of an object beside its count: a second count, a state, data that references protect. They lie on the
// page, behind its own fields, and are 0 before the page is handed out for the first time. What becomes of them then is
// the protocol's, or the scenario's.

import { OBJECT_WORDS, REFCOUNT } from './layout.js';

/** Words of an object. A page has room for them where a page of the model is smallest. */
export const OBJECT_WORD_COUNT: i32 = 4;

/** The address of the word `n`, from 0 to 3, of the object whose count word is at `word`. @inline */
export function objectWord(word: i32, n: i32): i32 {
  return (word - REFCOUNT + OBJECT_WORDS + (n << 2)) | 0;
}
