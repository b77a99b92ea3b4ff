// Portable. One round each of the lives that meet on a page in the kernel.

import { tally } from '#journal';
import { freeze, get, unfreeze } from '#protocol';
import { allocate } from '../pages/allocator.js';
import { recheck, unmapLate } from '../pages/geometry.js';
import { heldGeneration, release, speculate, useAndRelease, verify, verifyFrozen } from '../pages/lifetime.js';
import { clear, lookup, publish, remove, slotOf, typeOfKey } from '../pages/slots.js';
import { FAILED_RECHECKS, FREEZES, GETS } from '../runtime/counters.js';
import { REFCOUNT } from '../runtime/layout.js';

/**
 * The lockless page cache lookup (kernel: filemap_get_entry, GUP-fast): find, try to take, look again, use, drop. A
 * failed recheck drops the reference all the same, and whoever drops the last one destroys.
 */
export function getter(key: i32): void {
  const slot = slotOf(key);
  const type = typeOfKey(key);
  const page = lookup(slot);
  if (page === 0 || !speculate(page)) return;
  const held = heldGeneration(page);
  if (recheck && lookup(slot) === page) {
    useAndRelease(page, type, held);
  } else {
    if (recheck) tally(FAILED_RECHECKS);
    release(page, type, held);
  }
}

/**
 * The life of a page in the index (kernel: filemap_add_folio to filemap_remove_folio and the final folio_put): fills
 * an empty slot, or clears a full one and drops the index's reference.
 */
export function owner(key: i32): void {
  const slot = slotOf(key);
  const type = typeOfKey(key);
  // Unmapping late is a mistake to be tried out (claim C9): readers then find a page that nobody vouches for.
  const old = unmapLate ? lookup(slot) : remove(slot);
  if (old !== 0) {
    useAndRelease(old, type, heldGeneration(old));
    if (unmapLate) clear(slot, old);
    return;
  }
  const page = allocate(type);
  if (page === 0) return;
  const held = heldGeneration(page);
  verify(page, held, type);
  if (!publish(slot, page)) release(page, type, held);
}

/**
 * Page migration (kernel: folio_migrate_mapping): takes the page out of the index, takes a reference of its own,
 * freezes at the two that it knows of, holds, unfreezes and puts the page back.
 */
export function freezer(key: i32): void {
  const slot = slotOf(key);
  const type = typeOfKey(key);
  const page = remove(slot);
  if (page === 0) return;
  const held = heldGeneration(page);
  get(page + REFCOUNT);
  tally(GETS);
  if (freeze(page + REFCOUNT, 2)) {
    tally(FREEZES);
    verifyFrozen(page, held, type);
    unfreeze(page + REFCOUNT, 2);
  }
  useAndRelease(page, type, held);
  if (!publish(slot, page)) release(page, type, held);
}
