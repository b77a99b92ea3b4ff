/// <reference types="reftorture/portable" />
// Two threads drop a reference each. Both tell the script, and the last one destroys the object.

import { PUTS } from 'reftorture/counters';
import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { destroy, heldGeneration } from 'reftorture/pages/lifetime';
import { readPayload, writePayload } from 'reftorture/pages/payload';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { tally } from 'reftorture/probes';
import { awaitOthers, enter, get, leave, unreference } from 'reftorture/protocol';

export function first(): void {
  const object = allocate(TYPE_X);
  if (object === 0) return;
  const held = heldGeneration(object);
  writePayload(object, 0, held, held);
  get(object + REFCOUNT);
  if (!publish(slotOf(0), object)) drop(object, held);
  drop(object, held);
}

export function second(): void {
  const object = remove(slotOf(0));
  if (object !== 0) drop(object, heldGeneration(object));
}

function drop(object: i32, held: i32): void {
  const word = object + REFCOUNT;
  tally(PUTS);
  enter(word);
  const left = unreference(word);
  if (left <= 1) readPayload(object, 0, held); // the script: I2
  leave(word);
  if (left !== 0) return;
  awaitOthers(word);
  writePayload(object, 0, 0, held);
  destroy(object, TYPE_X, held);
}
