// Portable. Where a round goes on in which a detector saw something wrong: the same as in lifetime.ts, with the reports.
//
// A wrong destructor has one cause in the books. Where both apply (the reference had landed on a reused page, and the
// free was stolen on top) it is the theft: the page that was destroyed is not the one that the reference was on.

import { look, recordViolation } from '#journal';
import { glance, load } from '#memory';
import { put } from '#protocol';
import {
  CONFUSION_STALE_GET,
  CONFUSION_STOLEN_FREE,
  DOUBLE_FREE,
  STOLEN_FREE,
  UNDERFLOW,
  USE_AFTER_FREE,
} from '../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../runtime/layout.js';
import { RELAXED } from '../runtime/order.js';
import { free } from './allocator.js';
import { destruct } from './destructors.js';
import { lookedUp } from './geometry.js';

/** Nothing suspect: still in the generation `held`, which was that of an allocated page. @inline */
export function isHeld(page: i32, held: i32): boolean {
  return look(page + GENERATION) === held && (held & 1) !== 0;
}

/**
 * The page is not what the holder of a reference has a right to: it is free, or in another generation by now; or the
 * holder `used` it as a page of `type`, and it was of another one, or counted nobody.
 */
export function recordHeldViolation(page: i32, held: i32, type: i32, used: boolean): void {
  const same = used && isHeld(page, held) && look(page + TYPE) === type;
  recordViolation(same ? UNDERFLOW : USE_AFTER_FREE, page, held, type);
}

/** release() and useAndRelease() of a page that recordHeldViolation() has something to say about. */
export function releaseSlowPath(page: i32, believedType: i32, held: i32, used: boolean): void {
  recordHeldViolation(page, held, believedType, used);
  if (put(page + REFCOUNT)) destroySlowPath(page, believedType, held, glance(page + GENERATION));
}

/** The winner's duty where the page may be in another generation than `held`. */
export function destroySlowPath(page: i32, believedType: i32, held: i32, generation: i32): void {
  if ((generation & 1) === 0) {
    recordViolation(DOUBLE_FREE, page, held, believedType);
    return; // the page is in the allocator already, or somebody else's by the time that we could touch it
  }
  if (generation !== held) recordViolation(STOLEN_FREE, page, held, believedType);
  const type = lookedUp ? load(page + TYPE, RELAXED) : believedType;
  if (type !== look(page + TYPE)) {
    destroyMistyped(page, held, generation, type);
    return;
  }
  destruct(type);
  free(page, generation, type);
}

/** The winner's duty where the page is of another type than the `type` that it is destroyed as. */
export function destroyMistyped(page: i32, held: i32, generation: i32, type: i32): void {
  recordViolation(generation !== held ? CONFUSION_STOLEN_FREE : CONFUSION_STALE_GET, page, held, type);
  destruct(type);
  free(page, generation, type);
}
