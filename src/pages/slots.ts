// Portable. The index through which speculative readers find pages. It has one slot for each key; even keys are of
// pages of type X, odd keys of pages of type Y. It stands for the XArray of Linux's page cache, or for a page table.

import { compareExchange, exchange, load } from '#memory';
import { SLOT_BYTES, TYPE_X, TYPE_Y } from '../runtime/layout.js';
import { ACQUIRE, FULL, RELEASE } from '../runtime/order.js';
import { slotsBase } from './geometry.js';

/** The address of the slot for `key`. */
export function slotOf(key: i32): i32 {
  return slotsBase + key * SLOT_BYTES;
}

/** The type of the pages that the slot for `key` holds. */
export function typeOfKey(key: i32): i32 {
  return (key & 1) === 0 ? TYPE_X : TYPE_Y;
}

/** The page in `slot`, or 0. */
export function lookup(slot: i32): i32 {
  return load(slot, ACQUIRE); // pairs with the RELEASE in publish(): whoever finds the page finds it set up
}

/** Puts `page` into an empty slot: the index then holds the caller's reference. False when the slot was taken. */
export function publish(slot: i32, page: i32): boolean {
  return compareExchange(slot, 0, page, RELEASE) === 0; // pairs with the ACQUIRE in lookup()
}

/** Takes `page` out of `slot`, if it is still there. */
export function clear(slot: i32, page: i32): void {
  compareExchange(slot, page, 0, FULL);
}

/** Takes the page out of `slot` and returns it, with the index's reference; 0 when the slot was empty. */
export function remove(slot: i32): i32 {
  return exchange(slot, 0, FULL);
}
