// The clock that the threads of the page have in common: the same monotonic one, which has an origin of its own in each.

/** More than a step of either clock. */
const DEPARTED_MS = 20;

let originMs = performance.timeOrigin;

/**
 * Time in milliseconds, by a clock that never goes back. An isolated page has it to 5 µs in Chromium and to 20 µs in Firefox,
 * and two threads agree to a step: fine enough for the times of events, and for trials of some milliseconds. Firefox takes
 * steps of 17 ms where it resists fingerprinting.
 */
export function clockMs(): number {
  return originMs + performance.now();
}

/**
 * Has the clock of this thread agree with those of threads that began later: while a machine sleeps, the monotonic clock
 * stands, but the time of day, which gives a thread its origin, goes on.
 */
export function setClock(): void {
  const nowMs = Date.now();
  if (Math.abs(nowMs - clockMs()) > DEPARTED_MS) originMs = nowMs - performance.now();
}
