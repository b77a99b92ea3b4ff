/// <reference types="reftorture/portable" />
// An object whose only owner releases it, while somebody retains it through a weak reference and uses its resources.

import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { load } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
import { allocate } from 'reftorture/pages/allocator';
import { pagesBase } from 'reftorture/pages/geometry';
import { heldGeneration, release, speculate } from 'reftorture/pages/lifetime';
import { assert } from 'reftorture/probes';
import { INTACT, resources } from 'reftorture/protocol';

export function owner(): void {
  const object = allocate(TYPE_X);
  if (object !== 0) release(object, TYPE_X, heldGeneration(object));
}

export function weakHolder(): void {
  const object = pagesBase;
  if (!speculate(object)) return;
  const held = heldGeneration(object);
  const state = load(resources(object + REFCOUNT), RELAXED);
  assert(state === INTACT, 1); // I3
  release(object, TYPE_X, held);
}
