// Portable. What runs when a page is destroyed: the destructor of a type, which counts its runs.

import { compareExchange, load } from '#memory';
import { detecting, tally } from '#probes';
import { DESTRUCTORS_X, DESTRUCTORS_Y } from '../runtime/counters.js';
import { TYPE, TYPE_X } from '../runtime/layout.js';
import { FULL, RELAXED } from '../runtime/order.js';
import { lookedUp } from './geometry.js';
import { descriptors } from './reclaim.js';
import { slotOf } from './slots.js';

/**
 * The type as which `page` is destroyed: the one that it has, or the one that the destroyer believes. What is looked up
 * may have changed by the time that the destructor uses the page, which is a step of its own therefore. @inline
 */
export function destroyedAs(page: i32, believedType: i32): i32 {
  if (!lookedUp) return believedType;
  const type = load(page + TYPE, RELAXED);
  if (detecting()) load(page + TYPE, RELAXED); // the destructor uses the page as one of that type
  return type;
}

/** The destructor of `type`. Before the memory of a descriptor can come back, the page no longer points at it. @inline */
export function destruct(page: i32, type: i32): void {
  tally(type === TYPE_X ? DESTRUCTORS_X : DESTRUCTORS_Y);
  if (descriptors) unlink(page);
}

/** The descriptors that a page points at are all of the first slot: see actors/folio.ts. */
function unlink(descriptor: i32): void {
  compareExchange(slotOf(0), descriptor, 0, FULL);
}
