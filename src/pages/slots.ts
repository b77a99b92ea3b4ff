// Portable. The index through which speculative readers find a page: one slot per key, even keys for type X and odd
// keys for type Y. Stands for the page cache's XArray, or for a page table.

import { compareExchange, exchange, load } from '#memory';
import { SLOT_BYTES, TYPE_X, TYPE_Y } from '../runtime/layout.js';
import { ACQUIRE, FULL, RELEASE } from '../runtime/order.js';
import { slotsBase } from './geometry.js';

/** Address of the slot with `key`. */
export function slotOf(key: i32): i32 {
  return slotsBase + key * SLOT_BYTES;
}

/** The type of page that the slot with `key` holds. */
export function typeOfKey(key: i32): i32 {
  return (key & 1) === 0 ? TYPE_X : TYPE_Y;
}

/** The page in `slot`, or 0. */
export function lookup(slot: i32): i32 {
  return load(slot, ACQUIRE); // pairs with publish(): the page was set up before it could be found
}

/** Puts `page` into an empty slot; false when the slot was taken. The index then holds the caller's reference. */
export function publish(slot: i32, page: i32): boolean {
  return compareExchange(slot, 0, page, RELEASE) === 0;
}

/** Takes `page` out of `slot`, if it is there. */
export function clear(slot: i32, page: i32): void {
  compareExchange(slot, page, 0, FULL);
}

/** Takes the page out of `slot`, or 0. The caller then holds the index's reference. */
export function remove(slot: i32): i32 {
  return exchange(slot, 0, FULL);
}
