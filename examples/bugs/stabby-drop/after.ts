/// <reference types="reftorture/portable" />
// stabby-drop, after: the decrement releases, and the last one has a fence behind it that acquires. All else is as before.

import { fetchSub, load } from 'reftorture/memory';
import { ACQUIRE, RELEASE } from 'reftorture/order';

export * from './before.js';

export function put(word: i32): boolean {
  if (fetchSub(word, 1, RELEASE) !== 1) return false;
  load(word, ACQUIRE); // the fence
  return true;
}
