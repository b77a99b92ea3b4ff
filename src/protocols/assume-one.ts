// assume-one: old, but tryGet starts its compare-and-swap loop with the guess 1 instead of reading first.
//
// Word, states and invariants as in old.ts: the guess decides nothing, since a wrong one only costs a round, and I1
// holds because the loop still ends at 0. What it saves is one read, and with it the trip of the line into the shared
// state on its way to the exclusive one.
//
// Source: Torvalds, 1 March 2026 (claim C17).

import { retried } from '#journal';
import { compareExchange } from '#memory';
import { FULL } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';

export { count, FREE, freeze, get, init, put, unfreeze } from './old.js';

export function tryGet(word: i32): boolean {
  let guess = 1;
  while (guess !== 0) {
    const before = compareExchange(word, guess, wrap(guess + 1), FULL);
    if (before === guess) return true;
    retried();
    guess = before;
  }
  return false;
}
