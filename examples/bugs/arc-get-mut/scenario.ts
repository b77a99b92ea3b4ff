/// <reference types="reftorture/portable" />
// One thread writes the data and drops its reference, another finds that it has the only one, and changes the data.

import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { heldGeneration, release } from 'reftorture/pages/lifetime';
import { writePayload } from 'reftorture/pages/payload';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { get, isUnique } from 'reftorture/protocol';

export function owner(): void {
  const arc = allocate(TYPE_X);
  if (arc === 0) return;
  const held = heldGeneration(arc);
  get(arc + REFCOUNT);
  if (!publish(slotOf(0), arc)) {
    release(arc, TYPE_X, held);
  } else if (isUnique(arc + REFCOUNT)) {
    writePayload(arc, 0, 0, held); // I2
  }
  release(arc, TYPE_X, held);
}

export function writer(): void {
  const arc = remove(slotOf(0));
  if (arc === 0) return;
  const held = heldGeneration(arc);
  writePayload(arc, 0, held, held);
  release(arc, TYPE_X, held);
}
