// Portable. A lock-free allocator of pages. A page that was freed may be handed out again at once.
//
// Each page has a generation, a number that goes up by 1 at each allocation and at each free. A page is free when its
// generation is even. Claiming it is one compare-and-swap from even to odd, freeing it one from odd to even. There is
// no free list, and so no list head whose compare-and-swap could succeed on an old value (ABA): whatever happened
// between the load and the compare-and-swap, an even generation means that the page is free now. (The same even number
// could come back only after 2^31 allocations of the page within one claim, and then too the page would be free.)
//
// Each worker starts its search at the page that it freed last, as Linux's per-CPU page lists do. Without such a cache
// (CONFIG_COLD) it starts behind that page, so that all others come first.

import { isDead } from '#dead';
import { compareExchange, load, observe, store } from '#memory';
import { detecting, look, recordViolation, tally } from '#probes';
import { init } from '#protocol';
import { ALLOCS, DOUBLE_FREE, EMPTY_ALLOCS, FREES, LOST_OVERFLOW, TOUCHED_FREED } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../runtime/layout.js';
import { ACQUIRE, RELAXED, RELEASE } from '../runtime/order.js';
import { cold, pageBytes, pages, pagesBase, pagesEnd } from './geometry.js';
import { afterRetiring, giveBackRetired, isGivenBack, POISONED, retire, typeStable } from './reclaim.js';

/** The first page that this worker tries. */
let cursor: i32 = 0;

/** Starts this worker's searches at `page`. */
export function startAt(page: i32): void {
  cursor = page;
}

/** A page of `type` with a count of 1, or 0 when a search of the whole array found no free page. @inline */
export function allocate(type: i32): i32 {
  const page = cursor; // read once: a module's variable lies in memory, a local one in a register
  return claim(page) ? setUpChecked(page, type) : search(type);
}

/** Allocates where the page at the cursor was taken: tries the rest of the array, once. */
function search(type: i32): i32 {
  for (let tried = 1; tried < pages; tried++) {
    cursor = behind(cursor);
    if (claim(cursor)) return setUpChecked(cursor, type);
  }
  if (!typeStable) return searchAgain(type);
  tally(EMPTY_ALLOCS);
  return 0;
}

/** Tries the whole array, after memory came back that had waited for its grace period. */
function searchAgain(type: i32): i32 {
  giveBackRetired();
  for (let tried = 0; tried < pages; tried++) {
    cursor = behind(cursor);
    if (claim(cursor)) return setUpChecked(cursor, type);
  }
  tally(EMPTY_ALLOCS);
  return 0;
}

/** The page behind `page`; the first one behind the last. @inline */
function behind(page: i32): i32 {
  const next = page + pageBytes;
  return next === pagesEnd ? pagesBase : next;
}

/** Takes `page` if it is free. @inline */
function claim(page: i32): boolean {
  const generation = load(page + GENERATION, RELAXED);
  // ACQUIRE pairs with the RELEASE in advanceGeneration(): what the last owner wrote to the page is visible here.
  return (
    (generation & 1) === 0 &&
    (typeStable || isGivenBack(page, generation)) &&
    compareExchange(page + GENERATION, generation, (generation + 1) | 0, ACQUIRE) === generation
  );
}

/** Sets up a page that was just claimed. A detector looks whether its word is as it was left. @inline */
function setUpChecked(page: i32, type: i32): i32 {
  if (!detecting() || isUntouched(look(page + REFCOUNT))) setUp(page, type);
  else setUpDamaged(page, type);
  return page;
}

/** Returns whether the word of a free page is dead; or the poison, where nobody may touch it. @inline */
function isUntouched(word: i32): boolean {
  return typeStable ? isDead(word) : word === POISONED;
}

/** The type comes first: after init() a speculative reader may get the page and read it. @inline */
function setUp(page: i32, type: i32): void {
  store(page + TYPE, type, RELAXED);
  init(page + REFCOUNT);
  tally(ALLOCS);
}

/** setUp() of a page whose word was changed while the page was free, as it must not be. */
function setUpDamaged(page: i32, type: i32): void {
  const violation = typeStable ? LOST_OVERFLOW : TOUCHED_FREED;
  recordViolation(violation, page, (look(page + GENERATION) - 1) | 0, type); // before the claim
  setUp(page, type);
}

/** Gives back `page`, which the caller destroyed in `generation`. @inline */
export function free(page: i32, generation: i32, believedType: i32): void {
  if (!typeStable && observe(page + GENERATION) === generation) retire(page); // not what somebody else freed
  if (advanceGeneration(page, generation) || advanceAfterStaleRead(page, generation)) {
    cursor = cold ? behind(page) : page;
    tally(FREES);
    if (!typeStable) afterRetiring(page);
  } else {
    recordViolation(DOUBLE_FREE, page, generation, believedType); // somebody else has freed it in the meantime
  }
}

/**
 * RELEASE pairs with the ACQUIRE in claim(): what was written to the page so far is visible to its next owner. @inline
 */
function advanceGeneration(page: i32, generation: i32): boolean {
  return compareExchange(page + GENERATION, generation, (generation + 1) | 0, RELEASE) === generation;
}

/**
 * Tries again while the page really is in `generation`. On weakly ordered memory the compare-and-swap may have failed
 * on an older value, which does not mean that somebody else freed the page.
 */
function advanceAfterStaleRead(page: i32, generation: i32): boolean {
  while (observe(page + GENERATION) === generation) {
    if (advanceGeneration(page, generation)) return true;
  }
  return false;
}
