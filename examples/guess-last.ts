/// <reference types="reftorture/portable" />
// guess-last: freeze-first, but put guesses that it drops the last reference instead of reading the count.
//
// A right guess takes the page from 1 to FROZEN in a single access. A wrong one costs one more access; it has read the count.
//
// Word, states and invariants as in freeze-first.

import { compareExchange } from 'reftorture/memory';
import { FULL } from 'reftorture/order';
import { retried } from 'reftorture/probes';
import { FREE } from 'reftorture/protocols/freeze-first';
import { wrap } from 'reftorture/width';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/freeze-first';

export function put(word: i32): boolean {
  let guess = 1;
  while (true) {
    const left = guess === 1 ? FREE : wrap(guess - 1);
    const before = compareExchange(word, guess, left, FULL);
    if (before === guess) return guess === 1;
    retried();
    guess = before;
  }
}
