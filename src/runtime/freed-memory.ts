// Portable. Whether the memory of a descriptor has been freed (see pages/reclaim.ts), for detectors. Memory that is not
// type-stable must not be touched then. They look by #atomics: #memory may come here before it makes an access.

import { observe } from '#atomics';
import { recordViolation } from '#probes';
import { TOUCHED_FREED } from './counters.js';
import { GENERATION, REFCOUNT, RETIRED_IN } from './layout.js';

/** Returns whether the memory of `page` is free: it is no descriptor now, and waits for nobody. */
export function memoryFree(page: i32): boolean {
  return (observe(page + GENERATION) & 1) === 0 && observe(page + RETIRED_IN) === 0;
}

/** The generation of `page`, to ask memoryFreedSince() about. */
export function generationOf(page: i32): i32 {
  return observe(page + GENERATION);
}

/** Returns whether it was free at some time since generation `seen`, though it may be another descriptor now. */
export function memoryFreedSince(page: i32, seen: i32): boolean {
  const generation = observe(page + GENERATION);
  if (generation === seen && (seen & 1) !== 0) return false;
  // Retired in that same life, and still waiting: the stamp is looked at later, so it was there all the time.
  return generation !== ((seen + 1) & ~1) || observe(page + RETIRED_IN) === 0;
}

/** The put that this worker is in, on a descriptor whose memory may be freed during it; 0: no such put. */
let watched: i32 = 0;
let watchedHeld: i32 = 0;
let watchedType: i32 = 0;

/** Notes that this worker is in a put on `page`, on a reference that it took in generation `held`. */
export function watchPut(page: i32, held: i32, type: i32): void {
  watched = page;
  watchedHeld = held;
  watchedType = type;
}

export function endWatch(): void {
  watched = 0;
}

/**
 * A detector, for kernels in which a worker may be held up within a put: this worker is about to access the word at
 * `address`. Behind that access it would be too late to look, since the put may have dropped the reference by it.
 */
export function beforeAccess(address: i32): void {
  if (watched !== 0 && address === watched + REFCOUNT) verifyWatched();
}

/** A reference held in an even generation was reported when it was taken. */
function verifyWatched(): void {
  if ((watchedHeld & 1) === 0 || !memoryFreedSince(watched, watchedHeld)) return;
  recordViolation(TOUCHED_FREED, watched, watchedHeld, watchedType);
  watched = 0; // one put is told once
}
