// Portable. Two holders of one page drop their references at the same time, and nobody gets speculatively. They are
// there for claim C10: that the race needs no speculative get.

import { tally } from '#probes';
import { get } from '#protocol';
import { allocate } from '../pages/allocator.js';
import { heldGeneration, release, useAndRelease } from '../pages/lifetime.js';
import { publish, remove, slotOf } from '../pages/slots.js';
import { GETS } from '../runtime/counters.js';
import { REFCOUNT, TYPE_X, TYPE_Y } from '../runtime/layout.js';

/** Allocates a page, takes a second reference, leaves it for the partner in slot 0, and drops its own. */
export function firstHolder(): void {
  const page = allocate(TYPE_X);
  if (page === 0) return;
  const held = heldGeneration(page);
  get(page + REFCOUNT);
  tally(GETS);
  if (!publish(slotOf(0), page)) release(page, TYPE_X, held); // the slot is full: drop the partner's reference too
  release(page, TYPE_X, held);
}

/** Takes the reference that the partner left and drops it, then allocates and releases a page of type Y. */
export function secondHolder(): void {
  const page = remove(slotOf(0));
  if (page !== 0) useAndRelease(page, TYPE_X, heldGeneration(page));
  const other = allocate(TYPE_Y);
  if (other !== 0) release(other, TYPE_Y, heldGeneration(other));
}
