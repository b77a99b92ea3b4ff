/// <reference types="reftorture/portable" />
// Two threads drop a reference each. One of them has written the data before, and the destructor looks at it.

import { PUTS } from 'reftorture/counters';
import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { destroy, heldGeneration, release } from 'reftorture/pages/lifetime';
import { readPayload, writePayload } from 'reftorture/pages/payload';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { tally } from 'reftorture/probes';
import { get, put } from 'reftorture/protocol';

export function first(): void {
  const arc = allocate(TYPE_X);
  if (arc === 0) return;
  const held = heldGeneration(arc);
  get(arc + REFCOUNT);
  if (!publish(slotOf(0), arc)) {
    release(arc, TYPE_X, held);
    release(arc, TYPE_X, held);
    return;
  }
  tally(PUTS);
  if (!put(arc + REFCOUNT)) return;
  readPayload(arc, 0, held); // the destructor: I2
  destroy(arc, TYPE_X, held);
}

export function writer(): void {
  const arc = remove(slotOf(0));
  if (arc === 0) return;
  const held = heldGeneration(arc);
  writePayload(arc, 0, held, held);
  release(arc, TYPE_X, held);
}
