// Portable. The page array and the index as this kernel instance sees them, read once from the run's configuration.

import { peek } from '#memory';
import {
  CONFIG_LOOKED_UP,
  CONFIG_PAGE_BYTES,
  CONFIG_PAGES,
  CONFIG_PAGES_BASE,
  CONFIG_RECHECK,
  CONFIG_SLOTS,
  CONFIG_SLOTS_BASE,
  CONFIG_UNMAP_LATE,
} from '../runtime/layout.js';

export let pageBytes: i32 = 64;
/** Address of the first page. */
export let pagesBase: i32 = 0;
/** Address behind the last page. */
export let pagesEnd: i32 = 0;
export let pages: i32 = 0;
export let slotsBase: i32 = 0;
export let slots: i32 = 0;
export let lookedUp: boolean = false;
export let recheck: boolean = true;
export let unmapLate: boolean = false;

export function readGeometry(): void {
  pages = peek(CONFIG_PAGES);
  pageBytes = peek(CONFIG_PAGE_BYTES);
  pagesBase = peek(CONFIG_PAGES_BASE);
  pagesEnd = pagesBase + pages * pageBytes;
  slots = peek(CONFIG_SLOTS);
  slotsBase = peek(CONFIG_SLOTS_BASE);
  lookedUp = peek(CONFIG_LOOKED_UP) !== 0;
  recheck = peek(CONFIG_RECHECK) !== 0;
  unmapLate = peek(CONFIG_UNMAP_LATE) !== 0;
}
