// Contents of index slots in results: the page by its index, since addresses differ between engines.

import { LOCKED } from '../runtime/layout.js';

/** Returns -1 for an empty slot, the index of its page, or -2 minus that index while the slot is locked. */
export function slotValue(entry: number, { pagesBase, pageBytes }: { pagesBase: number; pageBytes: number }): number {
  if (entry === 0) return -1;
  const index = ((entry & ~LOCKED) - pagesBase) / pageBytes;
  return (entry & LOCKED) === 0 ? index : -2 - index;
}

/** Returns in words what slotValue() made. */
export function slotText(value: number): string {
  if (value === -1) return 'empty';
  return value >= 0 ? `page ${value}` : `page ${-2 - value}, locked`;
}
