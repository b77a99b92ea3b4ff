// How many states are explored unless a caller says otherwise.

import type { MemoryModel } from '../results/check-result.js';

/**
 * As many states as fit in 1 to 2 GB: 15 bytes each under sc, hundreds under ra with its messages and views. Under lkmm,
 * where none is kept, as many as take a minute or two.
 */
export const DEFAULT_MAX_STATES: Readonly<Record<MemoryModel, number>> = {
  sc: 40_000_000,
  ra: 5_000_000,
  lkmm: 500_000,
};
