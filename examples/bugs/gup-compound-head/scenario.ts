/// <reference types="reftorture/portable" />
// A compound page of two is split into pages of their own, while somebody pins its tail page.

import { FREEZES } from 'reftorture/counters';
import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { heldGeneration, release, speculate } from 'reftorture/pages/lifetime';
import { lock, lookup, publish, replace, slotOf, unlock } from 'reftorture/pages/slots';
import { assert, tally } from 'reftorture/probes';
import { freeze, isStillHead, unfreeze } from 'reftorture/protocol';

export const PAGES: i32 = 2;

export function splitter(): void {
  const pointer = slotOf(0);
  const fresh = allocate(TYPE_X);
  if (fresh !== 0 && !publish(pointer, fresh)) release(fresh, TYPE_X, heldGeneration(fresh));
  const head = lookup(pointer);
  const tail = head === 0 ? 0 : allocate(TYPE_X);
  if (tail === 0) return;
  const held = heldGeneration(tail);
  if (!lock(pointer, head)) {
    release(tail, TYPE_X, held);
    return;
  }
  const frozen = freeze(head + REFCOUNT, 1);
  if (frozen) {
    tally(FREEZES);
    replace(pointer, tail);
    unfreeze(head + REFCOUNT, 1);
  }
  unlock(pointer, frozen ? tail : head);
  const left = frozen ? head : tail;
  release(left, TYPE_X, heldGeneration(left));
}

export function pinner(): void {
  const pointer = slotOf(0);
  const head = lookup(pointer);
  if (head === 0 || !speculate(head)) return;
  const held = heldGeneration(head);
  if (isStillHead(pointer, head)) {
    const now = lookup(pointer);
    assert(now === head, 1); // I3
  }
  release(head, TYPE_X, held);
}
