// Memory of a page: browsers tell roughly what the device has, if anything, and nothing of the heap.

import type { Heap, Memory } from '../host.js';

const GIB = 2 ** 30;
/** Assumed memory of a device that does not tell it, in GiB. */
const USUAL_GIB = 4;
/** The part of the device's memory that a page may count on: other pages are open, too. */
const PAGE_SHARE = 1 / 4;

export function memory(): Memory {
  const { deviceMemory = USUAL_GIB } = navigator as { deviceMemory?: number };
  const bytes = deviceMemory * GIB * PAGE_SHARE;
  return { totalBytes: bytes, freeBytes: bytes };
}

export const heap: Heap = { used: () => 0, limit: Number.POSITIVE_INFINITY, collect: () => {} };
