// rcuref: the count of Linux's rcuref_t, stored one too low, so that every rare case is negative.
//
// Word: unsigned zones, at a width of 32 bits.
//   0..0x7fffffff               owned, with word + 1 references
//   0x80000000..0xbfffffff      saturated
//   0xc0000000..0xfffffffe      dead; DEAD, 0xe0000000, is the middle of the zone
//   0xffffffff (NOREF)          staged: the last reference was put, the page is not yet marked dead; a get may take it
//                               back
//
// Invariants
//   I1  A get succeeds if and only if it found the word owned, saturated or NOREF.
//   I2  A failed get writes DEAD over the word. That is harmless as long as a dead word stays dead.
//   I3  The put that takes the word from NOREF to DEAD destroys the page.
//   I4  A dead word stays dead while anybody may still touch it: RCU's grace period ensures that. Pages have none.
//
// Not sound under reuse, and less so than v4. Besides the stolen free (I3), a get that met a dead word reads again and
// then writes, and before each of the two the page may be handed out. The get then believes in a reference that init
// wiped, or it wipes the count of the page's next generation (I2).
//
// Source: lib/rcuref.c and include/linux/rcuref.h. Deviations: step 2 is a full barrier instead of a release with an
// acquire after it; freeze and unfreeze are added.

import { compareExchange, fetchAdd, fetchSub, load, store } from '#memory';
import { abortedFree, assert, resurrected } from '#probes';
import { window } from '#window';
import { FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { WIDTH, wrap } from '../runtime/width.js';

const NOREF: i32 = -1;
const RELEASED: i32 = -1 << (WIDTH - 2);
const DEAD: i32 = -1 << (WIDTH - 3);
const SATURATED: i32 = RELEASED + DEAD;
const MOST: i32 = (1 << (WIDTH - 2)) - 1 + (1 << (WIDTH - 2));

/** The word of a page in the allocator. */
export const FREE: i32 = DEAD;

export { get } from './v4.js';

export function init(word: i32): void {
  store(word, 0, RELAXED);
}

export function tryGet(word: i32): boolean {
  const value = wrap(fetchAdd(word, 1, RELAXED) + 1);
  if (value >= 0) {
    if (value === 0) resurrected(); // from NOREF
    return true;
  }
  const seen = load(word, RELAXED); // by now init may have handed the page out, and wiped the reference just taken
  if (seen < 0 && seen >= RELEASED) {
    store(word, DEAD, RELAXED); // I2: takes the failed gets back
    return false;
  }
  if (seen < 0) store(word, SATURATED, RELAXED);
  return true;
}

export function put(word: i32): boolean {
  const value = wrap(fetchSub(word, 1, RELEASE) - 1); // step 1
  if (value >= 0) return false;
  assert(value === NOREF || value < RELEASED, 1); // Linux warns of an imbalanced put
  if (value === NOREF) {
    window();
    if (compareExchange(word, NOREF, DEAD, FULL) === NOREF) return true; // step 2
    abortedFree();
  } else if (value >= RELEASED) {
    store(word, DEAD, RELAXED); // one put too many
  } else {
    store(word, SATURATED, RELAXED);
  }
  return false;
}

export function freeze(word: i32, expected: i32): boolean {
  return compareExchange(word, expected - 1, DEAD, FULL) === expected - 1;
}

export function unfreeze(word: i32, references: i32): void {
  store(word, references - 1, RELEASE); // publishes what the freezer did to the page
}

export function count(value: i32): i32 {
  if (value >= 0) return value === MOST ? MOST : value + 1;
  return value < RELEASED ? MOST : 0;
}
