// sticky: a counter that sticks at zero, and that anybody who reads a zero helps to stick.
//
// Word: ZERO is the sign bit, HELPED the one below it.
//   1..HELPED - 1      owned
//   0                  reached, but not stuck: a get may still take it back
//   ZERO               dead
//   ZERO + HELPED      dead by a reader's help; a put has yet to claim the page
//   ... + k            dead, with k failed gets on top
//
// Invariants
//   I1  A get succeeds if and only if it saw ZERO clear.
//   I2  A count that was read as 0 has ZERO set: the reader of an unstuck zero sets it itself.
//   I3  Of all puts exactly one destroys: the one that set ZERO, or the one whose exchange took HELPED away.
//   I4  ZERO is never cleared while anybody may still touch the word. The authors' setting; page reuse breaks it.
//
// Not sound under reuse, and worse off than v4: besides the stolen free, a put that saw HELPED writes ZERO without
// another look, and when the page was handed out meanwhile this wipes the count of a live page.
//
// Source: Anderson, Blelloch, Wei, "Turning Manual Concurrent Memory Reclamation into Automatic Reference Counting",
// PLDI 2022. Deviations: their increment does not read first. Here tryGet does, as the only place of the contract
// where somebody asks for the count; freeze and unfreeze are added.

import { abortedFree, resurrected } from '#journal';
import { compareExchange, exchange, fetchAdd, fetchSub, load } from '#memory';
import { window } from '#window';
import { FULL } from '../runtime/order.js';
import { WIDTH, wrap } from '../runtime/width.js';
import { FREE } from './v4.js';

const ZERO: i32 = FREE;
const HELPED: i32 = 1 << (WIDTH - 2);

export { count, FREE, freeze, get, init, unfreeze } from './v4.js';

export function tryGet(word: i32): boolean {
  if (isZero(word)) return false;
  const value = wrap(fetchAdd(word, 1, FULL) + 1);
  if (value < 0) return false;
  if (value === 1) resurrected();
  return true;
}

/** Reads the count, and makes a zero stick before it says so (I2). */
function isZero(word: i32): boolean {
  let seen = load(word, FULL);
  if (seen === 0) {
    seen = compareExchange(word, 0, ZERO | HELPED, FULL);
    if (seen === 0) return true;
  }
  return seen < 0;
}

export function put(word: i32): boolean {
  if (fetchSub(word, 1, FULL) !== 1) return false;
  window();
  const seen = compareExchange(word, 0, ZERO, FULL);
  if (seen === 0) return true;
  // Somebody read the zero and made it stick: the first put to take HELPED away has the page (I3).
  if ((seen & HELPED) !== 0 && (exchange(word, ZERO, FULL) & HELPED) !== 0) return true;
  abortedFree();
  return false;
}
