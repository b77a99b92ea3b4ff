// Portable. The getter of claim C9: a get that took the staged 0 of a page must not find the page in the index any more. An
// owner takes its page out of the index before it drops the count, so whoever sees that count sees the slot without it.
//
// So far as the protocol tells by resurrected() what its get took.

import { assert, forgetStaged, tally, tookStaged } from '#probes';
import { heldGeneration, release, speculate, useAndRelease } from '../pages/lifetime.js';
import { lookup, slotOf } from '../pages/slots.js';
import { FAILED_RECHECKS } from '../runtime/counters.js';
import { TYPE_X } from '../runtime/layout.js';

/** Plays getter() of life.ts on slot 0, with a recheck whatever the configuration says. */
export function rechecker(): void {
  const slot = slotOf(0);
  const page = lookup(slot);
  if (page === 0) return;
  forgetStaged();
  if (!speculate(page)) return;
  const held = heldGeneration(page);
  const staged = tookStaged();
  const passed = lookup(slot) === page;
  assert(!staged || !passed, 1001);
  if (passed) {
    useAndRelease(page, TYPE_X, held);
  } else {
    tally(FAILED_RECHECKS);
    release(page, TYPE_X, held);
  }
}
