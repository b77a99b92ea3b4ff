/// <reference types="reftorture/portable" />
// One thread drops the last strong reference, another locks a weak one and drops what it got.

import { TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { pagesBase } from 'reftorture/pages/geometry';
import { heldGeneration, release, speculate } from 'reftorture/pages/lifetime';

export function owner(): void {
  const value = allocate(TYPE_X);
  if (value !== 0) release(value, TYPE_X, heldGeneration(value));
}

export function weakHolder(): void {
  const value = pagesBase;
  if (speculate(value)) release(value, TYPE_X, heldGeneration(value));
}
