// Portable. The roles on *descriptors*: count and type lie not on the page, but in a record of their own at which the page
// points (Linux: a separately allocated struct folio; claim C19). A page is no more than a word here, and that is what an
// index slot is, too: so slots stand for both. How the memory of a descriptor comes back is in pages/reclaim.ts.
//
// Without a reference a descriptor is looked up inside a read-side section, in which its memory does not come back
// where that takes a grace period. CONFIG_SECTION says how far sections reach: to the recheck, after which a reference
// keeps the memory, or farther, to the put, or not so far, which is a mistake. Whether other puts are in a section of
// their own goes with that. With memory that waits for nothing, sections would do nothing, and there are none.

import { load, peek } from '#memory';
import { tally } from '#probes';
import { allocate } from '../pages/allocator.js';
import { enterSection, leaveSection } from '../pages/epochs.js';
import { recheck } from '../pages/geometry.js';
import { heldGeneration, release, speculate, useAndRelease, verify } from '../pages/lifetime.js';
import { isFree, lookedUpIn, recordTouched, typeStable, verifyKept, waits } from '../pages/reclaim.js';
import { lookup, publish, remove, slotOf } from '../pages/slots.js';
import { FAILED_RECHECKS } from '../runtime/counters.js';
import { endWatch, watchPut } from '../runtime/freed-memory.js';
import {
  CONFIG_SECTION,
  SECTION_BEFORE_GET,
  SECTION_BEFORE_RECHECK,
  SECTION_NONE,
  SECTION_PUT_INSIDE,
  SECTION_PUT_OUTSIDE,
  TYPE,
  TYPE_X,
  TYPE_Y,
} from '../runtime/layout.js';
import { ACQUIRE, RELAXED } from '../runtime/order.js';

/** Begins the section of a reader, if there are any. */
function enterAsReader(): void {
  if (waits && peek(CONFIG_SECTION) !== SECTION_NONE) enterSection();
}

/** Ends it, if it ends at this place. */
function leaveIf(place: i32): void {
  if (waits && peek(CONFIG_SECTION) === place) leaveSection();
}

/** Ends it early, wherever else it would have ended. */
function leaveEarly(): void {
  if (waits && peek(CONFIG_SECTION) !== SECTION_NONE) leaveSection();
}

/** Looks up what `page` points at and gets it: then the reader has a reference, else 0. It may still be in its section. */
function lookUpAndGet(page: i32, type: i32): i32 {
  enterAsReader();
  const descriptor = lookup(page);
  if (descriptor === 0) {
    leaveEarly();
    return 0;
  }
  const seen = lookedUpIn(descriptor);
  const free = isFree(descriptor);
  leaveIf(SECTION_BEFORE_GET);
  if (!speculate(descriptor)) {
    if (free) recordTouched(descriptor, seen, type); // what is freed from here on may have been freed after the get
    if (peek(CONFIG_SECTION) !== SECTION_BEFORE_GET) leaveEarly();
    return 0;
  }
  verifyKept(descriptor, seen, type);
  leaveIf(SECTION_BEFORE_RECHECK);
  return descriptor;
}

/** The put of a reader, who may still be in its section. `used`: as one of `type`. */
function putAsReader(descriptor: i32, type: i32, held: i32, used: boolean): void {
  leaveIf(SECTION_PUT_OUTSIDE);
  putWatched(descriptor, type, held, used);
  leaveIf(SECTION_PUT_INSIDE);
}

/** The put of somebody who is in no section. */
function putAsHolder(descriptor: i32, type: i32, held: i32, used: boolean): void {
  const inside = waits && peek(CONFIG_SECTION) === SECTION_PUT_INSIDE;
  if (inside) enterSection();
  putWatched(descriptor, type, held, used);
  if (inside) leaveSection();
}

function putWatched(descriptor: i32, type: i32, held: i32, used: boolean): void {
  if (!typeStable) watchPut(descriptor, held, type);
  if (used) useAndRelease(descriptor, type, held);
  else release(descriptor, type, held);
  endWatch();
}

/** A reader who looks up again what `page` points at, and uses it, if it still does, as a descriptor of `type`. */
function getAndRecheck(page: i32, type: i32): void {
  const descriptor = lookUpAndGet(page, type);
  if (descriptor === 0) return;
  const held = heldGeneration(descriptor);
  const passed = recheck && lookup(page) === descriptor;
  if (recheck && !passed) tally(FAILED_RECHECKS);
  putAsReader(descriptor, type, held, passed);
}

/**
 * T1 of the email (see email.ts): a page of type X points at its descriptor, for whoever looks, until somebody destroys
 * that. The put of T1 is held up between steps 1 and 2.
 */
export function folioT1(): void {
  const descriptor = allocate(TYPE_X);
  if (descriptor === 0) return;
  const held = heldGeneration(descriptor);
  publish(slotOf(0), descriptor); // where the page points at another one, this one is of a page that nobody looks at
  putAsHolder(descriptor, TYPE_X, held, false);
}

/** T2: a reader who finds the descriptor while the page points at it, and whose get may come late. */
export function folioT2(): void {
  getAndRecheck(slotOf(0), TYPE_X);
}

/** T3: the next user of the memory, of type Y, for another page, which nobody looks at. */
export function folioT3(): void {
  const descriptor = allocate(TYPE_Y);
  if (descriptor !== 0) putAsHolder(descriptor, TYPE_Y, heldGeneration(descriptor), false);
}

/** A reader who goes from page to page, and reads in each descriptor of which type it is (see walker.ts). */
export function folioWalker(): void {
  const descriptor = lookUpAndGet(slotOf(0), TYPE_X);
  if (descriptor === 0) return;
  const held = heldGeneration(descriptor);
  const type = load(descriptor + TYPE, ACQUIRE);
  load(descriptor + TYPE, RELAXED); // goes on to use it as one of that type
  putAsReader(descriptor, type, held, true);
}

/** The owner of slot 0 of an index of descriptors, which holds a reference on what is in it (see owner() of life.ts). */
export function folioOwner(): void {
  const slot = slotOf(0);
  const old = remove(slot);
  if (old !== 0) {
    putAsHolder(old, TYPE_X, heldGeneration(old), true);
    return;
  }
  const descriptor = allocate(TYPE_X);
  if (descriptor === 0) return;
  const held = heldGeneration(descriptor);
  verify(descriptor, held, TYPE_X);
  if (!publish(slot, descriptor)) putAsHolder(descriptor, TYPE_X, held, false);
}

/** A reader of that index (see getter() of life.ts). */
export function folioGetter(): void {
  getAndRecheck(slotOf(0), TYPE_X);
}
