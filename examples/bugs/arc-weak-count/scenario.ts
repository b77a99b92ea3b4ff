/// <reference types="reftorture/portable" />
// The holder of the only strong reference looks whether it is alone, while a weak one is upgraded and then dropped.

import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { load } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
import { allocate } from 'reftorture/pages/allocator';
import { destroy, heldGeneration, release, speculate } from 'reftorture/pages/lifetime';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { assert } from 'reftorture/probes';
import { getWeak, isUnique, putWeak } from 'reftorture/protocol';

export function owner(): void {
  const arc = allocate(TYPE_X);
  if (arc === 0) return;
  const held = heldGeneration(arc);
  getWeak(arc + REFCOUNT);
  if (!publish(slotOf(0), arc)) putWeak(arc + REFCOUNT);
  if (isUnique(arc + REFCOUNT)) {
    const strong = load(arc + REFCOUNT, RELAXED);
    assert(strong === 1, 1); // I3
  }
  if (remove(slotOf(0)) === arc) putWeak(arc + REFCOUNT);
  release(arc, TYPE_X, held);
}

export function weakHolder(): void {
  const arc = remove(slotOf(0));
  if (arc === 0) return;
  const held = heldGeneration(arc);
  const upgraded = speculate(arc);
  if (putWeak(arc + REFCOUNT)) destroy(arc, TYPE_X, held);
  if (upgraded) release(arc, TYPE_X, held);
}
