/// <reference types="reftorture/portable" />
// A file is sent through a socket and closed, whereupon the collector runs, while another thread looks the descriptor up.

import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { load, store } from 'reftorture/memory';
import { ACQUIRE, RELAXED } from 'reftorture/order';
import { allocate } from 'reftorture/pages/allocator';
import { heldGeneration, release, speculate } from 'reftorture/pages/lifetime';
import { lookup, publish, remove, slotOf } from 'reftorture/pages/slots';
import { assert } from 'reftorture/probes';
import { garbage, get, isStillOpen } from 'reftorture/protocol';

export const SLOTS: i32 = 2;

/** The slots: the descriptor, and the message. */
const DESCRIPTOR: i32 = 0;
const MESSAGE: i32 = 1;

export function sender(): void {
  const file = allocate(TYPE_X);
  if (file !== 0) sendAndClose(file);
  collect();
}

function sendAndClose(file: i32): void {
  const held = heldGeneration(file);
  get(file + REFCOUNT);
  if (!publish(slotOf(DESCRIPTOR), file)) release(file, TYPE_X, held);
  if (!publish(slotOf(MESSAGE), file)) release(file, TYPE_X, held);
  const closed = remove(slotOf(DESCRIPTOR));
  if (closed !== 0) release(closed, TYPE_X, heldGeneration(closed));
}

function collect(): void {
  const file = lookup(slotOf(MESSAGE));
  if (file === 0 || load(file + REFCOUNT, ACQUIRE) !== 1) return;
  store(garbage(file + REFCOUNT), 1, RELAXED);
  if (remove(slotOf(MESSAGE)) === file) release(file, TYPE_X, heldGeneration(file));
}

export function reader(): void {
  const file = lookup(slotOf(DESCRIPTOR));
  if (file === 0 || !speculate(file)) return;
  const held = heldGeneration(file);
  if (isStillOpen(slotOf(DESCRIPTOR), file)) {
    const found = load(garbage(file + REFCOUNT), ACQUIRE);
    assert(found === 0, 1); // I2
  }
  release(file, TYPE_X, held);
}
