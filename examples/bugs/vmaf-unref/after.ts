/// <reference types="reftorture/portable" />
// vmaf-unref, after: the decrement itself says whether it took the last reference (I2). All else is as before.

import { fetchSub } from 'reftorture/memory';
import { FULL } from 'reftorture/order';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './before.js';

export function put(word: i32): boolean {
  return fetchSub(word, 1, FULL) === 1;
}
