// Portable. A worker's choices, drawn at random from its seed. In the checker choose() is a branch: every outcome is
// explored.

import { WORKER_SEED } from './layout.js';
import { workerBlock } from './worker.js';
import { drawAt } from './xorshift.js';

/** One of 0 to `outcomes` - 1. `outcomes` is a power of two. */
export function choose(outcomes: i32): i32 {
  return (drawAt(workerBlock + WORKER_SEED) >>> 8) & (outcomes - 1);
}
