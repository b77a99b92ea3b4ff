// Portable. A lock-free allocator of pages that hands out a freed page again at once.
//
// A page is free when its generation is even. Claiming it is one compare-and-swap from even to odd, freeing it one
// from odd to even. There is no list, hence no head that could be compared with a stale value: whatever happened
// between the load and the compare-and-swap, an even generation means that the page is free now, so an ABA on it is
// harmless. (It would need 2^31 allocations of one page inside one claim.)
//
// Each worker starts its search at the page that it freed last, as the kernel's per-CPU page sets do.

import { detecting, look, recordViolation, tally } from '#journal';
import { compareExchange, load, observe, store } from '#memory';
import { FREE, init } from '#protocol';
import { ALLOCS, DOUBLE_FREE, EMPTY_ALLOCS, FREES, LOST_OVERFLOW } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../runtime/layout.js';
import { ACQUIRE, RELAXED, RELEASE } from '../runtime/order.js';
import { pageBytes, pages, pagesBase, pagesEnd } from './geometry.js';

/** Where this worker searches first. */
let cursor: i32 = 0;

/** Starts this worker's searches at `page`. */
export function startAt(page: i32): void {
  cursor = page;
}

/** A page of `type` with a count of 1, or 0 when a whole round over the array found none free. @inline */
export function allocate(type: i32): i32 {
  const page = cursor; // read once: a kernel's variable lies in memory, a local one in a register
  return claim(page) ? setUpChecked(page, type) : search(type);
}

/** Where the page at the cursor is taken: the rest of the array, once. */
function search(type: i32): i32 {
  for (let tried = 1; tried < pages; tried++) {
    cursor += pageBytes;
    if (cursor === pagesEnd) cursor = pagesBase;
    if (claim(cursor)) return setUpChecked(cursor, type);
  }
  tally(EMPTY_ALLOCS);
  return 0;
}

/** @inline */
function claim(page: i32): boolean {
  const generation = load(page + GENERATION, RELAXED);
  // ACQUIRE pairs with the RELEASE in advanceGeneration(): the last owner's writes to the page are over.
  return (
    (generation & 1) === 0 &&
    compareExchange(page + GENERATION, generation, (generation + 1) | 0, ACQUIRE) === generation
  );
}

/** @inline */
function setUpChecked(page: i32, type: i32): i32 {
  if (!detecting() || (look(page + REFCOUNT) & FREE) === FREE) setUp(page, type);
  else setUpDamaged(page, type);
  return page;
}

/** @inline */
function setUp(page: i32, type: i32): void {
  store(page + TYPE, type, RELAXED);
  init(page + REFCOUNT);
  tally(ALLOCS);
}

/** The word of a page that was free until now is not what it rested at. */
function setUpDamaged(page: i32, type: i32): void {
  recordViolation(LOST_OVERFLOW, page, (look(page + GENERATION) - 1) | 0, type); // lost in the life before this one
  setUp(page, type);
}

/** Gives back `page`, which the caller destroyed as the winner of `generation`. @inline */
export function free(page: i32, generation: i32, believedType: i32): void {
  if (advanceGeneration(page, generation) || advanceAfterStaleRead(page, generation)) {
    cursor = page;
    tally(FREES);
  } else {
    recordViolation(DOUBLE_FREE, page, generation, believedType); // somebody freed it between our win and now
  }
}

/** @inline */
function advanceGeneration(page: i32, generation: i32): boolean {
  return compareExchange(page + GENERATION, generation, (generation + 1) | 0, RELEASE) === generation;
}

/** On weakly ordered memory a failure may have met an older value, and says nothing: the truth does. */
function advanceAfterStaleRead(page: i32, generation: i32): boolean {
  while (observe(page + GENERATION) === generation) {
    if (advanceGeneration(page, generation)) return true;
  }
  return false;
}
