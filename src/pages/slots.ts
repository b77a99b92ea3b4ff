// Portable. The index through which speculative readers find pages. It has one slot for each key; even keys are of
// pages of type X, odd keys of pages of type Y. It stands for the XArray of Linux's page cache, or for a page table.
//
// Readers take no lock. Whoever changes a slot that holds a page needs the slot's lock (Linux: the lock of the XArray),
// and holds it for as long as the page and its slot must agree. The lock is a bit beside the address of the page, so that
// readers go on finding the page. Nobody waits for it: who finds it taken gives his round up.

import { compareExchange, load, store } from '#memory';
import { LOCKED, SLOT_BYTES, TYPE_X, TYPE_Y } from '../runtime/layout.js';
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
  return load(slot, ACQUIRE) & ~LOCKED; // pairs with the RELEASE in publish(): whoever finds the page finds it set up
}

/** Puts `page` into an empty slot: the index then holds the caller's reference. False when the slot was taken. */
export function publish(slot: i32, page: i32): boolean {
  return compareExchange(slot, 0, page, RELEASE) === 0; // pairs with the ACQUIRE in lookup()
}

/** Takes the lock of `slot`, if it holds `page` and nobody has the lock. */
export function lock(slot: i32, page: i32): boolean {
  return compareExchange(slot, page, page | LOCKED, ACQUIRE) === page; // pairs with the RELEASE in unlock()
}

/** Puts `page`, or none (0), into `slot`, for the holder of its lock, which stays taken. */
export function replace(slot: i32, page: i32): void {
  store(slot, page | LOCKED, RELEASE);
}

/** Gives the lock of `slot` back, and leaves `page` in it; 0 leaves it empty. */
export function unlock(slot: i32, page: i32): void {
  store(slot, page, RELEASE);
}

/** Takes the page out of `slot` and returns it, with the index's reference; 0 when there was none, or it was locked. */
export function remove(slot: i32): i32 {
  const page = load(slot, ACQUIRE);
  if (page === 0 || (page & LOCKED) !== 0) return 0;
  return compareExchange(slot, page, 0, FULL) === page ? page : 0;
}
