// Portable. A reader with an old pointer to a page that has long been freed (Linux: GUP-fast or a lockless page cache
// lookup that was preempted for a while). It is there for claim C14: what great numbers of failed gets do to the word
// of a free page.

import { pagesBase } from '../pages/geometry.js';
import { heldGeneration, release, speculate, verifyResting } from '../pages/lifetime.js';
import { TYPE_X } from '../runtime/layout.js';

export function lateGetter(): void {
  const page = pagesBase;
  const taken = speculate(page);
  verifyResting(page);
  if (taken) release(page, TYPE_X, heldGeneration(page));
}
