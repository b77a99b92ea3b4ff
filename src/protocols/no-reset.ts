// no-reset: v4 without the reset of failed gets.
//
// Word and states as in v4. It breaks I2, given enough failed gets: they carry into FROZEN, and a free page looks
// owned.
//
// Source: made for the gallery; nobody proposed it. It has the overflow after 2^31 failed gets that Price asked about
// on 19 December 2025 (claim C14), with nothing against it.

import { fetchAdd } from '#memory';
import { resurrected } from '#probes';
import { FULL } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';

export { count, FREE, freeze, get, init, put, unfreeze } from './v4.js';

export function tryGet(word: i32): boolean {
  const value = wrap(fetchAdd(word, 1, FULL) + 1);
  if (value === 1) resurrected();
  return value >= 0;
}
