// Portable. The end of a reference and of a page, with the detectors that watch both.
//
// A holder carries the generation that the page had when it took its reference. While the reference counts, the page
// cannot be freed, so the generation cannot change; every detector is a comparison with it. look() is the
// detectors' eye, no part of the algorithm: what the algorithm itself reads, it loads. A round looks at each word once.
//
// What does not look right leaves for suspect.ts and does not come back. V8's baseline compiler keeps values in registers
// until two ways meet of which one had a call on it, and in memory from there on: `if (wrong) recordViolation()` would cost every
// round that is right. For the same reason the way of a sound round comes first.

import { detecting, look, recordViolation, tally } from '#journal';
import { glance, load, observe } from '#memory';
import { count, FREE, put, tryGet } from '#protocol';
import { BROKEN_FREEZE, FAILED_GETS, LOST_OVERFLOW, PUTS, TRY_GETS } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../runtime/layout.js';
import { RELAXED } from '../runtime/order.js';
import { free } from './allocator.js';
import { destruct } from './destructors.js';
import { lookedUp } from './geometry.js';
import { destroySlowPath, destroyMistyped, isHeld, recordHeldViolation, releaseSlowPath } from './slow-path.js';

/** The generation of a page on which the caller has just taken a reference. @inline */
export function heldGeneration(page: i32): i32 {
  return look(page + GENERATION);
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

/** For a holder that goes on: its page must be of `type` and count at least its reference. @inline */
export function verify(page: i32, held: i32, type: i32): void {
  if (detecting() && !isUsable(page, held, type)) recordHeldViolation(page, held, type, true);
}

/** @inline */
function isUsable(page: i32, held: i32, type: i32): boolean {
  return (held & 1) !== 0 && look(page + TYPE) === type && count(look(page + REFCOUNT)) > 0;
}

/** Looks at a page that the caller froze: nobody else may count on it. */
export function verifyFrozen(page: i32, held: i32, type: i32): void {
  if (count(look(page + REFCOUNT)) !== 0) recordViolation(BROKEN_FREEZE, page, held, type);
}

/** Looks at a page that may be free: a free page keeps the bits of the resting word, whatever failed gets do to it. */
export function verifyResting(page: i32): void {
  const generation = observe(page + GENERATION);
  if ((generation & 1) !== 0) return;
  const word = observe(page + REFCOUNT);
  // On real threads the page may be claimed between the two looks; then the word was an owner's.
  if ((word & FREE) !== FREE && observe(page + GENERATION) === generation)
    recordViolation(LOST_OVERFLOW, page, generation, 0);
}

/** Drops a reference taken in generation `held`; whoever drops the last one destroys the page. @inline */
export function release(page: i32, believedType: i32, held: i32): void {
  tally(PUTS);
  if (!detecting() || isHeld(page, held)) {
    if (put(page + REFCOUNT)) destroy(page, believedType, held);
    return;
  }
  releaseSlowPath(page, believedType, held, false);
}

/** release() by a holder that used the page as one of `type`: see verify(). @inline */
export function useAndRelease(page: i32, type: i32, held: i32): void {
  tally(PUTS);
  // isUsable(), nested: an `&&` over loads is a value in memory before it is a jump.
  if (!detecting() || isHeld(page, held)) {
    if (!detecting() || look(page + TYPE) === type) {
      if (!detecting() || count(look(page + REFCOUNT)) > 0) {
        if (put(page + REFCOUNT)) destroy(page, type, held);
        return;
      }
    }
  }
  releaseSlowPath(page, type, held, true);
}

/** The winner's duty. `held` is the generation in which its put took step 1. @inline */
function destroy(page: i32, believedType: i32, held: i32): void {
  const generation = glance(page + GENERATION);
  if (detecting() ? generation === held : (generation & 1) !== 0) {
    const type = lookedUp ? load(page + TYPE, RELAXED) : believedType;
    if (!detecting() || look(page + TYPE) === type) {
      destruct(type);
      free(page, generation, type);
      return;
    }
    destroyMistyped(page, held, generation, type);
    return;
  }
  destroySlowPath(page, believedType, held, generation);
}
