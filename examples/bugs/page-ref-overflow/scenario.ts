/// <reference types="reftorture/portable" />
// A page is mapped and unmapped, while somebody takes as many references to it as the count has words, and drops them.

import { GETS } from 'reftorture/counters';
import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { heldGeneration, release } from 'reftorture/pages/lifetime';
import { lock, lookup, publish, remove, slotOf, unlock } from 'reftorture/pages/slots';
import { tally } from 'reftorture/probes';
import { getUserPage } from 'reftorture/protocol';
import { WIDTH } from 'reftorture/width';

/** 1 where the count is not narrowed: a race would need too many. */
const WORDS: i32 = 1 << WIDTH;

export function mapper(): void {
  const page = allocate(TYPE_X);
  if (page === 0) return;
  if (!publish(slotOf(0), page)) {
    release(page, TYPE_X, heldGeneration(page));
    return;
  }
  const unmapped = remove(slotOf(0));
  if (unmapped !== 0) release(unmapped, TYPE_X, heldGeneration(unmapped));
}

export function directIo(): void {
  const page = lookup(slotOf(0));
  if (page === 0 || !lock(slotOf(0), page)) return; // the lock of the page table: the page stays mapped
  const held = heldGeneration(page);
  let taken = 0;
  while (taken < WORDS && getUserPage(page + REFCOUNT)) {
    tally(GETS);
    taken++;
  }
  unlock(slotOf(0), page);
  for (; taken > 0; taken--) release(page, TYPE_X, held);
}
