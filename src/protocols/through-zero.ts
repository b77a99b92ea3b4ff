// through-zero: a mutant of freeze-first whose last put stops at 0 on its way to FROZEN.
//
// Word and states as in freeze-first, but 0 occurs. It breaks I4, which tryGet asserts, and with it I2: between the two
// accesses the put holds nothing, so that others may take the page back and free it, as in v4.
//
// Source: made for the gallery, for the detector of broken assertions.

import { compareExchange, load } from '#memory';
import { abortedFree, retried } from '#probes';
import { window } from '#window';
import { FULL, RELAXED } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';
import { FREE } from './v4.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './freeze-first.js';

export function put(word: i32): boolean {
  if (drop(word) !== 1) return false;
  window();
  if (compareExchange(word, 0, FREE, FULL) === 0) return true; // FREE is the frozen bit
  abortedFree();
  return false;
}

/** Takes one reference off. Returns how many there were. */
function drop(word: i32): i32 {
  let seen = load(word, RELAXED);
  while (true) {
    const before = compareExchange(word, seen, wrap(seen - 1), FULL);
    if (before === seen) return seen;
    retried();
    seen = before;
  }
}
