// Portable. The three threads T1, T2 and T3 of the message of 20 June 2026 (claim C1), reduced to what they do to the
// page.

import { tally } from '#probes';
import { allocate } from '../pages/allocator.js';
import { pagesBase } from '../pages/geometry.js';
import { heldGeneration, release, speculate, useAndRelease } from '../pages/lifetime.js';
import { lookup, slotOf } from '../pages/slots.js';
import { FAILED_RECHECKS } from '../runtime/counters.js';
import { TYPE_X, TYPE_Y } from '../runtime/layout.js';

/** The use of a page that never enters an index (Linux: a folio freed on an error path, or by its only user). */
function allocateAndRelease(type: i32): void {
  const page = allocate(type);
  if (page !== 0) release(page, type, heldGeneration(page));
}

/** T1: its put is the last one on a page of type X, and is held up between steps 1 and 2. */
export function emailT1(): void {
  allocateAndRelease(TYPE_X);
}

/**
 * T2: stands for a speculative reader that looked the page up while it was of type X, and whose get comes late (Linux:
 * filemap_get_entry after the page left the page cache). Nothing is ever in the index here: T2 knows the page by its
 * number. The recheck does not find the page in its slot, so T2 only gets and puts.
 */
export function emailT2(): void {
  const page = pagesBase;
  if (!speculate(page)) return;
  const held = heldGeneration(page);
  if (lookup(slotOf(0)) === page) {
    useAndRelease(page, TYPE_X, held);
  } else {
    tally(FAILED_RECHECKS);
    release(page, TYPE_X, held);
  }
}

/** T3: the next user of the page, of type Y. */
export function emailT3(): void {
  allocateAndRelease(TYPE_Y);
}
