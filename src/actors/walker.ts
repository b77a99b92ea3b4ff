// Portable. A reader that finds pages by their number, not through an index, and reads on the page itself of which type
// it is (Linux: compaction's isolate_migratepages_block(), memory failure). It relies on what the allocator does before
// init: whoever gets a page finds its type set.

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
  load(page + TYPE, RELAXED); // goes on to use the page as one of that type
  useAndRelease(page, type, held);
}
