// Portable. The three threads of the report on the list (20 June 2026), cut to what they do to the page.

import { tally } from '#journal';
import { allocate } from '../pages/allocator.js';
import { pagesBase } from '../pages/geometry.js';
import { heldGeneration, release, speculate, useAndRelease } from '../pages/lifetime.js';
import { lookup, slotOf } from '../pages/slots.js';
import { FAILED_RECHECKS } from '../runtime/counters.js';
import { TYPE_X, TYPE_Y } from '../runtime/layout.js';

/** T1 and T3: a page that never reaches an index (kernel: a folio freed on an error path, or by its only user). */
function allocateAndRelease(type: i32): void {
  const page = allocate(type);
  if (page !== 0) release(page, type, heldGeneration(page));
}

/** The last put on a page of type X, the one that is held up between its steps. */
export function emailT1(): void {
  allocateAndRelease(TYPE_X);
}

/**
 * A speculative reader that looked the page up while it was of type X and comes late (kernel: filemap_get_entry after
 * the page left the page cache): the recheck finds another slot content, so it only takes and puts.
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

/** The next user of the page, of type Y. */
export function emailT3(): void {
  allocateAndRelease(TYPE_Y);
}
