// Portable. The roles that meet on a page in Linux, one round of each: getter, owner, freezer.
//
// The index holds one reference on each page that is in it. A speculative getter holds none when it comes; see
// pages/lifetime.ts for the terms.

import { tally } from '#probes';
import { freeze, unfreeze } from '#protocol';
import { allocate } from '../pages/allocator.js';
import { recheck, unmapLate } from '../pages/geometry.js';
import { heldGeneration, release, speculate, useAndRelease, verify, verifyFrozen } from '../pages/lifetime.js';
import { lock, lookup, publish, remove, replace, slotOf, typeOfKey, unlock } from '../pages/slots.js';
import { FAILED_RECHECKS, FREEZES, PUTS } from '../runtime/counters.js';
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
  if (unmapLate && unmapAfterPut(slot, type)) return;
  const old = unmapLate ? 0 : remove(slot);
  if (old !== 0) {
    useAndRelease(old, type, heldGeneration(old));
    return;
  }
  const page = allocate(type);
  if (page === 0) return;
  const held = heldGeneration(page);
  verify(page, held, type);
  if (!publish(slot, page)) release(page, type, held);
}

/**
 * A mistake, to be tried out (claim C9): the index's reference is put while readers still find the page there. False when
 * there was no page to put.
 */
function unmapAfterPut(slot: i32, type: i32): boolean {
  const page = lookup(slot);
  if (page === 0 || !lock(slot, page)) return false;
  useAndRelease(page, type, heldGeneration(page));
  unlock(slot, 0);
  return true;
}

/**
 * Page migration (Linux: migrate_pages to folio_migrate_mapping): takes a reference of its own on a page of the index,
 * and freezes it there, if it counts just the two references that the freezer knows of. While it is frozen lookups go on
 * finding it, and their gets fail. A new page takes its place, which ends the index's reference on it; where there is
 * none to be had, it is unfrozen as it was (Linux: as when a folio is split).
 */
export function freezer(key: i32): void {
  const slot = slotOf(key);
  const type = typeOfKey(key);
  const page = lookup(slot);
  if (page === 0 || !speculate(page)) return;
  const held = heldGeneration(page);
  if (!lock(slot, page)) {
    release(page, type, held); // the page has left its slot, or another freezer is at work
    return;
  }
  if (freeze(page + REFCOUNT, 2)) {
    tally(FREEZES);
    verifyFrozen(page, held, type);
    const fresh = allocate(type);
    if (fresh !== 0) {
      replace(slot, fresh);
      tally(PUTS); // the index's reference: the page is unfrozen with one less
      unfreeze(page + REFCOUNT, 1);
      unlock(slot, fresh);
    } else {
      unfreeze(page + REFCOUNT, 2);
      unlock(slot, page);
    }
  } else {
    unlock(slot, page);
  }
  useAndRelease(page, type, held);
}
