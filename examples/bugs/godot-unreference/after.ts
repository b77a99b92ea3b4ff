/// <reference types="reftorture/portable" />
// godot-unreference, after: threads behind a drop are counted, and the last drop waits for the others. All else is as
// before.

import { fetchAdd, fetchSub, load } from 'reftorture/memory';
import { objectWord } from 'reftorture/object-words';
import { ACQUIRE, FULL, RELEASE } from 'reftorture/order';

export * from './before.js';

export function enter(word: i32): void {
  fetchAdd(objectWord(word, 1), 1, FULL);
}

export function leave(word: i32): void {
  fetchSub(objectWord(word, 1), 1, RELEASE); // pairs with the ACQUIRE in awaitOthers()
}

export function awaitOthers(word: i32): void {
  while (load(objectWord(word, 1), ACQUIRE) !== 0) {}
}
