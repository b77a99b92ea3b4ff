/// <reference types="reftorture/portable" />
// page-ref-overflow, after: a count that is not positive is left as it is. Between the look and the get others may come, as
// many as there are threads, which is far fewer than half of the words. All else is as before.

import { load } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
import { getUserPage as getAnyway } from './before.js';

export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from './before.js';

export function getUserPage(word: i32): boolean {
  return load(word, RELAXED) > 0 && getAnyway(word);
}
