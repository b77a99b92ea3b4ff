/// <reference types="reftorture/portable" />
// The owner of an object hands a reference to another thread and drops its own, as that one does, whose own object is the
// next one in that memory.

import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { heldGeneration, release } from 'reftorture/pages/lifetime';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { assert } from 'reftorture/probes';
import { get, isOwn } from 'reftorture/protocol';

export function owner(): void {
  const object = allocate(TYPE_X);
  if (object === 0) return;
  const held = heldGeneration(object);
  get(object + REFCOUNT);
  if (!publish(slotOf(0), object)) release(object, TYPE_X, held);
  release(object, TYPE_X, held);
}

export function other(): void {
  const object = remove(slotOf(0));
  if (object !== 0) release(object, TYPE_X, heldGeneration(object));
  const next = allocate(TYPE_X);
  if (next === 0) return;
  const own = isOwn(next + REFCOUNT);
  assert(own, 1); // I3
  release(next, TYPE_X, heldGeneration(next));
}
