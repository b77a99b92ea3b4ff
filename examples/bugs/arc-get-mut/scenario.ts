/// <reference types="reftorture/portable" />
// One thread writes the data and drops its reference, another finds that it has the only one, and looks at the data.

import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { load, store } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
import { allocate } from 'reftorture/pages/allocator';
import { heldGeneration, release } from 'reftorture/pages/lifetime';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { assert } from 'reftorture/probes';
import { data, get, isUnique } from 'reftorture/protocol';

export function owner(): void {
  const arc = allocate(TYPE_X);
  if (arc === 0) return;
  const held = heldGeneration(arc);
  get(arc + REFCOUNT);
  if (!publish(slotOf(0), arc)) {
    release(arc, TYPE_X, held);
  } else if (isUnique(arc + REFCOUNT)) {
    const found = load(data(arc + REFCOUNT), RELAXED);
    assert(found === 1, 1); // I2
  }
  release(arc, TYPE_X, held);
}

export function writer(): void {
  const arc = remove(slotOf(0));
  if (arc === 0) return;
  store(data(arc + REFCOUNT), 1, RELAXED);
  release(arc, TYPE_X, heldGeneration(arc));
}
