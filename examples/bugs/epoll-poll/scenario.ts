/// <reference types="reftorture/portable" />
// A file is put into an epoll set and closed, while another thread polls the set.

import { GETS, PUTS } from 'reftorture/counters';
import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { destroy, heldGeneration, release } from 'reftorture/pages/lifetime';
import { lock, lookup, publish, remove, slotOf, unlock } from 'reftorture/pages/slots';
import { tally } from 'reftorture/probes';
import { beginPoll, endPoll, get, put } from 'reftorture/protocol';

export function closer(): void {
  const file = allocate(TYPE_X);
  if (file === 0) return;
  const held = heldGeneration(file);
  if (!publish(slotOf(0), file)) {
    release(file, TYPE_X, held);
    return;
  }
  tally(PUTS);
  if (put(file + REFCOUNT)) tearDown(file, held);
}

export function poller(): void {
  const item = slotOf(0);
  const file = lookup(item);
  if (file === 0 || !lock(item, file)) return;
  const held = heldGeneration(file);
  let last = false;
  if (beginPoll(file + REFCOUNT)) {
    get(file + REFCOUNT); // dma_buf_poll()
    tally(GETS);
    tally(PUTS);
    last = put(file + REFCOUNT); // its callback
    if (endPoll(file + REFCOUNT)) last = true;
  }
  unlock(item, file);
  if (last) tearDown(file, held);
}

function tearDown(file: i32, held: i32): void {
  while (lookup(slotOf(0)) === file) remove(slotOf(0)); // waits for the mutex
  destroy(file, TYPE_X, held);
}
