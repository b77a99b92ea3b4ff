// Portable. Gets and puts over many pages. The host draws a table of pages (the picks) beforehand, uniformly or by a
// Zipf law, so that choosing a page costs one load and both laws cost the same.

import { peek } from '#memory';
import { put, tryGet } from '#protocol';
import { CONFIG_PICKS_BASE, PICKS, REFCOUNT } from '../runtime/layout.js';
import { tallyGets } from './hot-loops.js';

/** Index of this worker's next pick. */
let position: i32 = 0;
/**
 * Odd, so that a worker visits the whole table; another one for each worker, so that no two visit it in the same order.
 */
let stride: i32 = 1;

/** Sets where `worker` begins in the table, and its stride. */
export function startPicksOf(worker: i32): void {
  position = worker * 1009; // far from the others, modulo the table's length
  stride = 2 * worker + 1;
}

/** Gets and puts the pages of the table, from where the last call left off. @noinline */
export function getAndPutPicks(rounds: i32): void {
  const table = peek(CONFIG_PICKS_BASE);
  let at = position;
  let failed = 0;
  let freed = 0;
  for (let round = 0; round < rounds; round++) {
    const page = peek(table + ((at & (PICKS - 1)) << 2));
    at = (at + stride) | 0;
    if (!tryGet(page + REFCOUNT)) failed++;
    else if (put(page + REFCOUNT)) freed++;
  }
  position = at;
  tallyGets(rounds, failed, freed);
}
