// Portable. A holder of several references, with the detectors of lifetime.ts: Linux takes and drops them in one access,
// as folio_ref_try_add() and folio_ref_sub_and_test() do for a pin.

import { putMany, tryGetMany } from '#many';
import { glance } from '#memory';
import { detecting, tally } from '#probes';
import { FAILED_GETS, PUTS, TRY_GETS } from '../runtime/counters.js';
import { GENERATION, REFCOUNT } from '../runtime/layout.js';
import { destroy } from './lifetime.js';
import { destroySlowPath, isHeld, recordHeldViolation } from './slow-path.js';

/** A speculative get of `references` on `page`. After a success the caller goes on with heldGeneration(). */
export function speculateMany(page: i32, references: i32): boolean {
  tally(TRY_GETS);
  if (tryGetMany(page + REFCOUNT, references)) return true;
  tally(FAILED_GETS);
  return false;
}

/** Drops `references` that were taken in generation `held`. Whoever drops the last one destroys the page. */
export function releaseMany(page: i32, believedType: i32, held: i32, references: i32): void {
  tally(PUTS);
  if (!detecting() || isHeld(page, held)) {
    if (putMany(page + REFCOUNT, references)) destroy(page, believedType, held);
    return;
  }
  recordHeldViolation(page, held, believedType, false);
  if (putMany(page + REFCOUNT, references)) destroySlowPath(page, believedType, held, glance(page + GENERATION));
}
