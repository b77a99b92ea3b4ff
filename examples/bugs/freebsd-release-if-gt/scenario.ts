/// <reference types="reftorture/portable" />
// Two threads drop a reference each, one of them by releaseIfGt() after it has written to the object, which the destructor
// looks at.

import { PUTS } from 'reftorture/counters';
import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { load, store } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
import { allocate } from 'reftorture/pages/allocator';
import { destroy, heldGeneration, release } from 'reftorture/pages/lifetime';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { assert, tally } from 'reftorture/probes';
import { data, get, put, releaseIfGt } from 'reftorture/protocol';

export function first(): void {
  const object = allocate(TYPE_X);
  if (object === 0) return;
  const held = heldGeneration(object);
  get(object + REFCOUNT);
  if (!publish(slotOf(0), object)) {
    release(object, TYPE_X, held);
    release(object, TYPE_X, held);
    return;
  }
  tally(PUTS);
  if (!put(object + REFCOUNT)) return;
  const found = load(data(object + REFCOUNT), RELAXED); // the destructor
  assert(found === 1, 1); // I2
  destroy(object, TYPE_X, held);
}

export function writer(): void {
  const object = remove(slotOf(0));
  if (object === 0) return;
  const held = heldGeneration(object);
  store(data(object + REFCOUNT), 1, RELAXED);
  if (releaseIfGt(object + REFCOUNT, 1)) tally(PUTS);
  else release(object, TYPE_X, held);
}
