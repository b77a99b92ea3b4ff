// Portable. Several references at once on a protocol whose file has no tryGetMany() and putMany(): one by one, which takes
// and drops as many, but in as many accesses.

import { get, put, tryGet } from '#protocol';

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
