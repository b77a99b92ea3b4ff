/// <reference types="reftorture/portable" />
// A reader that pins a page: it takes two more references after its first one. Meanwhile the owner truncates the page, and
// its next user is of the other type.

import { owner as fillOrClear } from 'reftorture/actors/life';
import { GETS } from 'reftorture/counters';
import { REFCOUNT, TYPE_X, TYPE_Y } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { heldGeneration, release, speculate, verify } from 'reftorture/pages/lifetime';
import { lookup, slotOf } from 'reftorture/pages/slots';
import { tally } from 'reftorture/probes';
import { get } from 'reftorture/protocol';

export const PAGES: i32 = 1;

export function owner(): void {
  fillOrClear(0);
  fillOrClear(0);
}

export function pinner(): void {
  const page = lookup(slotOf(0));
  if (page === 0 || !speculate(page)) return;
  const held = heldGeneration(page);
  for (let pin = 0; pin < 2; pin++) {
    get(page + REFCOUNT);
    tally(GETS);
  }
  if (lookup(slotOf(0)) === page) verify(page, held, TYPE_X);
  for (let reference = 0; reference < 3; reference++) release(page, TYPE_X, held);
}

export function nextUser(): void {
  const page = allocate(TYPE_Y);
  if (page !== 0) release(page, TYPE_Y, heldGeneration(page));
}
