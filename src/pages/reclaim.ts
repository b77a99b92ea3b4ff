// Portable. How the memory of a freed descriptor comes back (CONFIG_RECLAIM). A *descriptor* is where the count, the type
// and the generation of a page lie, if not on the page itself (Linux: a separately allocated struct folio): see
// actors/folio.ts. Its record is that of a page, and so are allocator, lifetimes and detectors.
//
// Type-stable memory is a descriptor again as soon as its generation is even; that is how the memory of pages comes back,
// too. All other memory is *retired* first. A retired descriptor has a stamp, and waits: at once, for nothing, or for a grace
// period. Then its memory is free for anything. A word of that is poisoned here, and from time to time the allocator takes
// it for another descriptor.
//
// The stamp, in RETIRED_IN: 0 while the memory is free or in use; TAKEN while one worker gives it back; or else 4 * e + 1
// with e the epoch in which it was retired.
//
//   R1  The stamp is set before the generation becomes even. So who finds the generation even and no stamp finds memory
//       that was given back.
//   R2  Who gives back has taken the stamp by a compare-and-swap, after it found the generation even. A stamp never comes
//       back within that time, since EPOCH goes up by 2 before the memory can be retired again: it was this retirement.

import { isDead } from '#dead';
import { compareExchange, load, observe, peek, store } from '#memory';
import { detecting, recordViolation } from '#probes';
import { FREE } from '#protocol';
import { LOST_OVERFLOW, TOUCHED_FREED } from '../runtime/counters.js';
import { generationOf, memoryFree, memoryFreedSince } from '../runtime/freed-memory.js';
import {
  CONFIG_RECLAIM,
  GENERATION,
  POISON,
  RECLAIM_AT_ONCE,
  RECLAIM_NOTHING,
  RECLAIM_TYPE_STABLE,
  REFCOUNT,
  RETIRED_IN,
} from '../runtime/layout.js';
import { ACQUIRE, RELAXED, RELEASE } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';
import { advancedEpoch, epochAfterUnlinking } from './epochs.js';
import { pageBytes, pagesBase, pagesEnd } from './geometry.js';

/** The poison, as a count word holds it. */
export const POISONED: i32 = wrap(POISON);

const TAKEN: i32 = 2;
/** Stamps of one epoch and the next are so far apart. */
const EPOCH_STEP: i32 = 4;

/** Counts and types lie in descriptors. */
export let descriptors: boolean = false;
/** Freed memory is never anything but a descriptor, or a page. */
export let typeStable: boolean = true;
let atOnce: boolean = false;
/** Freed memory waits for a grace period: without that, sections would do nothing. */
export let waits: boolean = false;

export function readReclaim(): void {
  const reclaim = peek(CONFIG_RECLAIM);
  descriptors = reclaim !== RECLAIM_NOTHING;
  typeStable = reclaim <= RECLAIM_TYPE_STABLE;
  atOnce = reclaim === RECLAIM_AT_ONCE;
  waits = !typeStable && !atOnce;
}

/** The count word of free memory before anybody has used it. */
export function unusedWord(): i32 {
  return typeStable ? FREE : POISONED;
}

/** Returns whether the memory of `page`, free in `generation`, was given back: the allocator may take it. @inline */
export function isGivenBack(page: i32, generation: i32): boolean {
  // ACQUIRE pairs with the RELEASE by which the page was freed: its stamp is there to be seen (R1). Whoever finds that
  // gone finds what was done in giveBack().
  return load(page + GENERATION, ACQUIRE) === generation && load(page + RETIRED_IN, ACQUIRE) === 0;
}

/** Stamps `page`, which its destroyer is about to free (R1). */
export function retire(page: i32): void {
  const stamp = atOnce ? TAKEN : (epochAfterUnlinking() * EPOCH_STEP + 1) | 0;
  store(page + RETIRED_IN, stamp, RELAXED); // published with the generation
}

/** Gives memory back that waits for nothing, after the free of `page`. */
export function afterRetiring(page: i32): void {
  if (atOnce) giveBack(page);
}

/** Gives back all that has waited long enough. */
export function giveBackRetired(): void {
  if (!waits) return;
  const now = (advancedEpoch() * EPOCH_STEP + 1) | 0;
  for (let page = pagesBase; page < pagesEnd; page += pageBytes) {
    const stamp = load(page + RETIRED_IN, ACQUIRE);
    if (stamp === 0 || stamp === TAKEN || ((now - stamp) | 0) < 2 * EPOCH_STEP) continue;
    // About to be retired. Or in use, and stamped by a second destroyer, who came late: such a double free must not cost
    // the next owner his word.
    if ((load(page + GENERATION, ACQUIRE) & 1) !== 0) continue;
    if (compareExchange(page + RETIRED_IN, stamp, TAKEN, ACQUIRE) === stamp) giveBack(page);
  }
}

/** Poisons the memory of `page`, which is this worker's, and makes it free for anything. */
function giveBack(page: i32): void {
  if (detecting()) verifyDead(page);
  store(page + REFCOUNT, POISONED, RELAXED);
  store(page + RETIRED_IN, 0, RELEASE); // pairs with the ACQUIRE in isGivenBack()
}

/** A detector: until its memory is given back, a dead word stays dead, whatever failed gets make of it. */
function verifyDead(page: i32): void {
  if (!isDead(observe(page + REFCOUNT))) recordViolation(LOST_OVERFLOW, page, observe(page + GENERATION), 0);
}

/** Returns the generation for verifyKept(), after a lookup of `page` and before its count word is touched. */
export function lookedUpIn(page: i32): i32 {
  return typeStable ? 0 : generationOf(page);
}

/** Returns whether the memory of `page` is free, so that nobody may touch its count word. */
export function isFree(page: i32): boolean {
  return !typeStable && memoryFree(page);
}

/** A detector, for whoever got a reference on `page`, which was in generation `seen` when he looked it up. */
export function verifyKept(page: i32, seen: i32, type: i32): void {
  if (!typeStable && memoryFreedSince(page, seen)) recordTouched(page, seen, type);
}

/** Records that the count word of `page` was touched after its memory had been freed. */
export function recordTouched(page: i32, seen: i32, type: i32): void {
  recordViolation(TOUCHED_FREED, page, seen, type);
}
