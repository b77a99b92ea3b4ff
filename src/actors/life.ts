// Portable. The roles that meet on a page in Linux, one round of each: getter, owner, freezer.
//
// The index holds one reference on each page that is in it. A speculative getter holds none when it comes; see
// pages/lifetime.ts for the terms.

import { tally } from '#journal';
import { freeze, get, unfreeze } from '#protocol';
import { allocate } from '../pages/allocator.js';
import { recheck, unmapLate } from '../pages/geometry.js';
import { heldGeneration, release, speculate, useAndRelease, verify, verifyFrozen } from '../pages/lifetime.js';
import { clear, lookup, publish, remove, slotOf, typeOfKey } from '../pages/slots.js';
import { FAILED_RECHECKS, FREEZES, GETS } from '../runtime/counters.js';
import { REFCOUNT } from '../runtime/layout.js';

/**
 * The lockless page cache lookup (Linux: filemap_get_entry, GUP-fast): looks the page up, tries to get it, looks it up
 * again (the recheck), uses it, and puts it. After a failed recheck it puts the page all the same, and whoever puts the
 * last reference destroys the page.
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
 * The owner of an index slot (Linux: filemap_add_folio to filemap_remove_folio and the final folio_put): fills an empty
 * slot with a new page, or takes the page out of a full one and drops the index's reference.
 */
export function owner(key: i32): void {
  const slot = slotOf(key);
  const type = typeOfKey(key);
  // Unmapping late is a mistake, to be tried out (claim C9): readers then find a page for which the index holds no
  // reference.
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
 * Page migration (Linux: folio_migrate_mapping): takes the page out of the index, takes a reference of its own, freezes
 * the page if it counts just the two references that the freezer knows of, unfreezes it, and puts it back.
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
