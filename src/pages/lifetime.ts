// Portable. From taking a reference to the end of the page, with the detectors that watch over it.
//
// Terms. Whoever owns a reference holds the page. A get is speculative when the caller holds nothing: the page may be
// free, or somebody else's, by the time of the get. `held` is the generation (see allocator.ts) that the page had when
// the holder took its reference. While a reference is counted, nobody may free the page, so its generation must stay
// `held`: every detector is a comparison with it. A put has up to two steps. Step 1 takes the reference off the count;
// the put that leaves 0 stages the page for freeing. Step 2 marks it dead, and the put that does so must destroy the
// page. Between the two lies the window, in which a get may take the page back (a resurrection), and in which a worker
// may be held up (a stall).
//
// Detectors read by look() and observe(). What the algorithm itself reads, it reads by load(). A round looks at each
// word once.
//
// After a detector has found something wrong, the round goes on in slow-path.ts and does not come back. V8's baseline
// compiler keeps values in registers until two paths meet of which one has a call, and from there on in memory. So `if
// (wrong) recordViolation()` would cost every round that is right. For the same reason the path of a right round comes
// first.

import { isDead } from '#dead';
import { glance, observe } from '#memory';
import { detecting, look, recordViolation, tally } from '#probes';
import { count, put, tryGet } from '#protocol';
import { BROKEN_FREEZE, FAILED_GETS, LOST_OVERFLOW, PUTS, TRY_GETS } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../runtime/layout.js';
import { free } from './allocator.js';
import { destroyedAs, destruct } from './destructors.js';
import { destroyMistyped, destroySlowPath, isHeld, recordHeldViolation, releaseSlowPath } from './slow-path.js';

/** The generation of `page`, on which the caller has just taken a reference: its `held`. @inline */
export function heldGeneration(page: i32): i32 {
  return look(page + GENERATION);
}

/** A speculative get on `page`. After a success the caller goes on with heldGeneration(). @inline */
export function speculate(page: i32): boolean {
  tally(TRY_GETS);
  if (!tryGet(page + REFCOUNT)) {
    tally(FAILED_GETS);
    return false;
  }
  return true;
}

/** Verifies a page that its holder goes on to use: it is of `type`, and counts at least this reference. @inline */
export function verify(page: i32, held: i32, type: i32): void {
  if (detecting() && !isUsable(page, held, type)) recordHeldViolation(page, held, type, true);
}

/** @inline */
function isUsable(page: i32, held: i32, type: i32): boolean {
  return (held & 1) !== 0 && look(page + TYPE) === type && count(look(page + REFCOUNT)) > 0;
}

/** Verifies a page that its holder froze: nobody is counted on it. */
export function verifyFrozen(page: i32, held: i32, type: i32): void {
  if (count(look(page + REFCOUNT)) !== 0) recordViolation(BROKEN_FREEZE, page, held, type);
}

/** Verifies, without a reference, that the word of a free page stays dead, whatever failed gets make of it. */
export function verifyResting(page: i32): void {
  const generation = observe(page + GENERATION);
  if ((generation & 1) !== 0) return;
  const word = observe(page + REFCOUNT);
  // On real threads the page may be allocated between the two reads. Then the word is an owner's, and fine.
  if (!isDead(word) && observe(page + GENERATION) === generation) recordViolation(LOST_OVERFLOW, page, generation, 0);
}

/** Drops a reference that was taken in generation `held`. Whoever drops the last one destroys the page. @inline */
export function release(page: i32, believedType: i32, held: i32): void {
  tally(PUTS);
  if (!detecting() || isHeld(page, held)) {
    if (put(page + REFCOUNT)) destroy(page, believedType, held);
    return;
  }
  releaseSlowPath(page, believedType, held, false);
}

/** release() by a holder that used the page as one of `type`, with the detectors of verify(). @inline */
export function useAndRelease(page: i32, type: i32, held: i32): void {
  tally(PUTS);
  // isUsable(), nested: the baseline compiler makes of an `&&` over loads a value in memory before it jumps.
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

/** Destroys and frees `page`, after a put that won step 2. `held` is the generation in which it took step 1. @inline */
export function destroy(page: i32, believedType: i32, held: i32): void {
  const generation = glance(page + GENERATION);
  if (detecting() ? generation === held : (generation & 1) !== 0) {
    const type = destroyedAs(page, believedType);
    if (!detecting() || look(page + TYPE) === type) {
      destruct(page, type);
      free(page, generation, type);
      return;
    }
    destroyMistyped(page, held, generation, type);
    return;
  }
  destroySlowPath(page, believedType, held, generation);
}
