// Portable. A getter of several references at once (Linux: GUP, which pins a page with 1024 and a large folio with one
// for each of its pages): in the index, where all is well, and late, for claim C11.

import { tally } from '#probes';
import { pagesBase } from '../pages/geometry.js';
import { heldGeneration, release, verify, verifyResting } from '../pages/lifetime.js';
import { releaseMany, speculateMany } from '../pages/many.js';
import { lookup, slotOf } from '../pages/slots.js';
import { FAILED_RECHECKS } from '../runtime/counters.js';
import { TYPE_X } from '../runtime/layout.js';

/** The fewest that are more than one: Linux takes 1024 for a pin, and up to 512 for each part of a large folio. */
const PIN: i32 = 2;

/** Gets a page of the index with PIN references, uses it if it is still there, drops one and then the rest. */
export function pinner(): void {
  const slot = slotOf(0);
  const page = lookup(slot);
  if (page === 0 || !speculateMany(page, PIN)) return;
  const held = heldGeneration(page);
  if (lookup(slot) === page) verify(page, held, TYPE_X);
  else tally(FAILED_RECHECKS);
  release(page, TYPE_X, held);
  releaseMany(page, TYPE_X, held, PIN - 1);
}

/** Plays lateGetter() of late-getter.ts, with PIN references at once. */
export function latePinner(): void {
  const page = pagesBase;
  const taken = speculateMany(page, PIN);
  verifyResting(page);
  if (taken) releaseMany(page, TYPE_X, heldGeneration(page), PIN);
}
