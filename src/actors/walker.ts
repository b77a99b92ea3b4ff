// Portable. A reader that finds pages by number, not through an index, and asks the page itself what it is (kernel:
// compaction's isolate_migratepages_block(), memory failure). It relies on init: whoever gets a page finds it set up.

import { load } from '#memory';
import { pagesBase } from '../pages/geometry.js';
import { heldGeneration, speculate, useAndRelease } from '../pages/lifetime.js';
import { TYPE } from '../runtime/layout.js';
import { ACQUIRE, RELAXED } from '../runtime/order.js';

export function walker(): void {
  const page = pagesBase;
  if (!speculate(page)) return;
  const held = heldGeneration(page);
  const type = load(page + TYPE, ACQUIRE);
  load(page + TYPE, RELAXED); // goes on to use the page as what it took it for
  useAndRelease(page, type, held);
}
