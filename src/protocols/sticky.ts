// sticky: a counter that stays at zero once it is marked, and that whoever reads a zero helps to mark.
//
// Word: ZERO is the sign bit, HELPED the one below it.
//   1..HELPED - 1      owned
//   0                  staged: reached, but not marked; a get may still take it back
//   ZERO               dead
//   ZERO + HELPED      dead, marked by a reader; a put has yet to claim the page
//   ... + k            dead, with k failed gets on top
//
// Invariants
//   I1  A get succeeds if and only if it saw ZERO clear.
//   I2  A count that was read as 0 has ZERO set: a reader that finds 0 without the mark sets ZERO itself.
//   I3  Of all puts exactly one destroys the page: the one that set ZERO, or the one whose exchange took HELPED away.
//   I4  ZERO is never cleared while anybody may still touch the word. The authors assume that; page reuse breaks it.
//
// Not sound under reuse, and less so than v4. Besides the stolen free, a put that saw HELPED writes ZERO without a
// comparison. When the page has been handed out in the meantime, that wipes the count of an owned page.
//
// Source: Anderson, Blelloch, Wei, "Turning Manual Concurrent Memory Reclamation into Automatic Reference Counting",
// PLDI 2022. Deviations: their increment does not read first. Here tryGet does, since it is the only function of the
// contract in which somebody asks whether the count is 0. freeze and unfreeze are added.

import { compareExchange, exchange, fetchAdd, fetchSub, load } from '#memory';
import { abortedFree, resurrected } from '#probes';
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

/** Returns whether the count is 0. A zero is marked before anybody learns of it (I2). */
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
  // Somebody read the zero and marked it: the first put that takes HELPED away destroys the page (I3).
  if ((seen & HELPED) !== 0 && (exchange(word, ZERO, FULL) & HELPED) !== 0) return true;
  abortedFree();
  return false;
}
