/// <reference types="reftorture/portable" />
// Two threads drop a reference each, one of them by releaseIfGt() after it has written to the object, which the destructor
// looks at.

import { PUTS } from 'reftorture/counters';
import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { destroy, heldGeneration, release } from 'reftorture/pages/lifetime';
import { readPayload, writePayload } from 'reftorture/pages/payload';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { tally } from 'reftorture/probes';
import { get, put, releaseIfGt } from 'reftorture/protocol';

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
  readPayload(object, 0, held); // the destructor: I2
  destroy(object, TYPE_X, held);
}

export function writer(): void {
  const object = remove(slotOf(0));
  if (object === 0) return;
  const held = heldGeneration(object);
  writePayload(object, 0, held, held);
  if (releaseIfGt(object + REFCOUNT, 1)) tally(PUTS);
  else release(object, TYPE_X, held);
}
