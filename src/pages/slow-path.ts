// Portable. The rest of a round in which a detector of lifetime.ts found something wrong: the same work, with the
// violations recorded.
//
// A type confusion, the destructor of one type on a page of another, is recorded under one cause. Where both apply (the
// get came after the page had been allocated again, and the free was stolen besides) it is the stolen free: the page
// that was destroyed is no longer the one that the reference was on. Where somebody else freed the page after step 2 was
// won, the type changed because of that second free, which is a double free and no type confusion: free() records it.

import { glance } from '#memory';
import { look, recordViolation } from '#probes';
import { put } from '#protocol';
import {
  DOUBLE_FREE,
  STOLEN_FREE,
  TOUCHED_FREED,
  TYPE_CONFUSION_STALE_GET,
  TYPE_CONFUSION_STOLEN_FREE,
  UNDERFLOW,
  USE_AFTER_FREE,
} from '../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../runtime/layout.js';
import { free } from './allocator.js';
import { destroyedAs, destruct } from './destructors.js';
import { isFree } from './reclaim.js';

/** Returns whether `page` is still in the generation `held`, and that is one of an allocated page. @inline */
export function isHeld(page: i32, held: i32): boolean {
  return look(page + GENERATION) === held && (held & 1) !== 0;
}

/**
 * Records what is wrong with the page of a holder: it is free, or in another generation than `held`; or the holder
 * `used` it as a page of `type`, and it is of another type, or counts nobody. Its memory may be free, too.
 */
export function recordHeldViolation(page: i32, held: i32, type: i32, used: boolean): void {
  const same = used && isHeld(page, held) && look(page + TYPE) === type;
  const freed = isFree(page);
  recordViolation(same ? UNDERFLOW : freed ? TOUCHED_FREED : USE_AFTER_FREE, page, held, type);
}

/** release() and useAndRelease() of a page with which something is wrong. */
export function releaseSlowPath(page: i32, believedType: i32, held: i32, used: boolean): void {
  recordHeldViolation(page, held, believedType, used);
  if (put(page + REFCOUNT)) destroySlowPath(page, believedType, held, glance(page + GENERATION));
}

/** destroy() where the page may be in another generation than `held`. */
export function destroySlowPath(page: i32, believedType: i32, held: i32, generation: i32): void {
  if ((generation & 1) === 0) {
    recordViolation(DOUBLE_FREE, page, held, believedType);
    return; // the page is in the allocator already: somebody else may own it by the time that we could touch it
  }
  if (generation !== held) recordViolation(STOLEN_FREE, page, held, believedType);
  const type = destroyedAs(page, believedType);
  if (type !== look(page + TYPE)) {
    destroyMistyped(page, held, generation, type);
    return;
  }
  destruct(page, type);
  free(page, generation, type);
}

/**
 * destroy() where the page has another type than the one, `type`, that it is destroyed as. `generation` is that in which
 * the destroyer won.
 */
export function destroyMistyped(page: i32, held: i32, generation: i32, type: i32): void {
  if (look(page + GENERATION) === generation) {
    recordViolation(generation !== held ? TYPE_CONFUSION_STOLEN_FREE : TYPE_CONFUSION_STALE_GET, page, held, type);
  }
  destruct(page, type);
  free(page, generation, type);
}
