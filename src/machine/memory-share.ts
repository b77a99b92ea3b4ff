// Shares of the memory of the machine, for checks that hold as much as they may.

import { host } from '#host';

/** Returns the bytes that each of `together` checks at a time may hold, of what all may. */
export function shareOfMemory(together: number, maxBytes = defaultMaxMemoryBytes()): number {
  return Math.max(1, Math.floor(maxBytes / together));
}

/** Half of the memory that there is, and no more than most of what is free now. In bytes. */
export function defaultMaxMemoryBytes({ totalBytes, freeBytes } = host.memory()): number {
  return Math.floor(Math.min(totalBytes / 2, freeBytes * 0.8));
}
