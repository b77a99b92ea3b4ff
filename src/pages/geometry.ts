// Portable. The page array and the index, as this instance of the kernel reads them once from the run's configuration.

import { peek } from '#memory';
import * as layout from '../runtime/layout.js';

/** Bytes from one page to the next. */
export let pageBytes: i32 = 64;
/** Address of the first page. */
export let pagesBase: i32 = 0;
/** Address behind the last page. */
export let pagesEnd: i32 = 0;
/** Number of pages. */
export let pages: i32 = 0;
/** Address of the first index slot. */
export let slotsBase: i32 = 0;
/** Number of index slots. */
export let slots: i32 = 0;
/** A page is destroyed as the type that it has, instead of the type that the destroyer believes. */
export let lookedUp: boolean = false;
/** A speculative getter looks the page up again before it uses it. */
export let recheck: boolean = true;
/** An owner puts the index's reference before it takes the page out of the index, which is a mistake. */
export let unmapLate: boolean = false;
/** A worker takes the page last that it freed last, instead of first. */
export let cold: boolean = false;

export function readGeometry(): void {
  pages = peek(layout.CONFIG_PAGES);
  pageBytes = peek(layout.CONFIG_PAGE_BYTES);
  pagesBase = peek(layout.CONFIG_PAGES_BASE);
  pagesEnd = pagesBase + pages * pageBytes;
  slots = peek(layout.CONFIG_SLOTS);
  slotsBase = peek(layout.CONFIG_SLOTS_BASE);
  lookedUp = peek(layout.CONFIG_LOOKED_UP) !== 0;
  recheck = peek(layout.CONFIG_RECHECK) !== 0;
  unmapLate = peek(layout.CONFIG_UNMAP_LATE) !== 0;
  cold = peek(layout.CONFIG_COLD) !== 0;
}
