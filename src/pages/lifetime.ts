// Portable. The end of a reference and of a page, with the detectors that watch both.
//
// A holder carries the generation that the page had when it took its reference. While the reference counts, the page
// cannot be freed, so the generation cannot change; every detector is a comparison with it. look() is the
// detectors' eye, no part of the algorithm: what the algorithm itself reads, it loads. A round looks at each word once:
// looks cost as much as everything else that the detectors do.
//
// A wrong destructor has one cause in the books. Where both apply (the reference had landed on a reused page, and the
// free was stolen on top) it is the theft: the page that was destroyed is not the one that the reference was on.

import { look, report, tally } from '#journal';
import { glance, load, observe } from '#memory';
import { count, FREE, put, tryGet } from '#protocol';
import {
  BROKEN_FREEZE,
  CONFUSION_STALE_GET,
  CONFUSION_STOLEN_FREE,
  DOUBLE_FREE,
  FAILED_GETS,
  LOST_OVERFLOW,
  PUTS,
  STOLEN_FREE,
  TRY_GETS,
  UNDERFLOW,
  USE_AFTER_FREE,
} from '../memory/kinds.js';
import { GENERATION, REFCOUNT, TYPE } from '../memory/layout.js';
import { RELAXED } from '../memory/order.js';
import { free } from './allocator.js';
import { destruct } from './destructors.js';
import { lookedUp } from './geometry.js';

/**
 * The generation of a page on which the caller has just taken a reference. It must be that of an allocated page.
 * @inline
 */
export function heldGeneration(page: i32, believedType: i32): i32 {
  const generation = look(page + GENERATION);
  if ((generation & 1) === 0) report(USE_AFTER_FREE, page, generation, believedType); // a reference on a free page
  return generation;
}

/** A speculative get on a page that may be anybody's by now. Go on with heldGeneration(). @inline */
export function speculate(page: i32): boolean {
  tally(TRY_GETS);
  if (!tryGet(page + REFCOUNT)) {
    tally(FAILED_GETS);
    return false;
  }
  return true;
}

/**
 * Looks at a held page: it must be of `type`, and count at least the caller's reference. That it is still in generation
 * `held` is left to release(), which every holder comes to.
 * @inline
 */
export function verify(page: i32, held: i32, type: i32): void {
  if (look(page + TYPE) !== type || count(look(page + REFCOUNT)) < 1) reportHeld(page, held, type);
}

/** A held page is not what its holder has a right to: another page by now, or the same with too small a count. */
function reportHeld(page: i32, held: i32, type: i32): void {
  const same = look(page + GENERATION) === held && look(page + TYPE) === type;
  report(same ? UNDERFLOW : USE_AFTER_FREE, page, held, type);
}

/** Looks at a page that the caller froze: nobody else may count on it. */
export function verifyFrozen(page: i32, held: i32, type: i32): void {
  if (count(look(page + REFCOUNT)) !== 0) report(BROKEN_FREEZE, page, held, type);
}

/** Looks at a page that may be free: a free page keeps the bits of the resting word, whatever failed gets do to it. */
export function verifyResting(page: i32): void {
  const generation = observe(page + GENERATION);
  if ((generation & 1) !== 0) return;
  const word = observe(page + REFCOUNT);
  // On real threads the page may be claimed between the two looks; then the word was an owner's.
  if ((word & FREE) !== FREE && observe(page + GENERATION) === generation) report(LOST_OVERFLOW, page, generation, 0);
}

/** Drops a reference taken in generation `held`; whoever drops the last one destroys the page. @inline */
export function release(page: i32, believedType: i32, held: i32): void {
  tally(PUTS);
  if (look(page + GENERATION) !== held) report(USE_AFTER_FREE, page, held, believedType); // freed under a holder
  if (put(page + REFCOUNT)) destroy(page, believedType, held);
}

/** The winner's duty. `held` is the generation in which its put took step 1. @inline */
function destroy(page: i32, believedType: i32, held: i32): void {
  const generation = glance(page + GENERATION);
  if ((generation & 1) === 0) {
    report(DOUBLE_FREE, page, held, believedType);
    return; // the page is in the allocator already, or somebody else's by the time that we could touch it
  }
  if (generation !== held) report(STOLEN_FREE, page, held, believedType);
  const type = lookedUp ? load(page + TYPE, RELAXED) : believedType;
  if (type !== look(page + TYPE)) {
    report(generation !== held ? CONFUSION_STOLEN_FREE : CONFUSION_STALE_GET, page, held, type);
  }
  destruct(type);
  free(page, generation, type);
}
