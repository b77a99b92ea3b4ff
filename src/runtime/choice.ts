// Portable. A worker's choices, drawn at random from its seed. In the checker choose() is a branch: every outcome is
// explored.

import { peek, poke } from '#memory';
import { WORKER_SEED } from './layout.js';
import { workerBlock } from './worker.js';

/** One of 0 to `outcomes` - 1. `outcomes` is a power of two. */
export function choose(outcomes: i32): i32 {
  // xorshift32 (Marsaglia 2003, "Xorshift RNGs"), triple 13/17/5. The seed is never 0.
  let seed = peek(workerBlock + WORKER_SEED);
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  poke(workerBlock + WORKER_SEED, seed);
  return (seed >>> 8) & (outcomes - 1);
}
