// Portable. Bookkeeping of a run, all of it in the worker's own block, which no other worker touches while it runs.

import { glance, observe, peek, poke, stamp, store } from '#memory';
import { ABORTED_FREES, CAS_RETRIES, RESURRECTIONS } from './counters.js';
import {
  CONFIG_STOP_ON_VIOLATION,
  EVENT_BELIEVED_TYPE,
  EVENT_BYTES,
  EVENT_COUNTER,
  EVENT_GENERATION,
  EVENT_HELD_GENERATION,
  EVENT_PAGE,
  EVENT_TIME,
  EVENT_TYPE,
  EVENT_WORD,
  EVENTS_KEPT,
  GENERATION,
  REFCOUNT,
  STOP,
  TYPE,
  WORKER_EVENTS,
  WORKER_EVENTS_KEPT,
} from './layout.js';
import { RELAXED } from './order.js';
import { workerBlock } from './worker.js';

/** Detectors look and report: false where they are compiled out. @inline */
export function detecting(): boolean {
  return true;
}

/** Counts one of `counter` (see counters.ts). @inline */
export function tally(counter: i32): void {
  poke(workerBlock + (counter << 2), peek(workerBlock + (counter << 2)) + 1);
}

/** Counts `times` of `counter`: for loops that count on their own and hand over at the end. */
export function tallyMany(counter: i32, times: i32): void {
  poke(workerBlock + (counter << 2), peek(workerBlock + (counter << 2)) + times);
}

/** For protocols: a compare-and-swap loop goes round again. */
export function retried(): void {
  tally(CAS_RETRIES);
}

/** For protocols: a get took the count from 0 to 1. */
export function resurrected(): void {
  tally(RESURRECTIONS);
}

/** For protocols: a put reached 0 and lost step 2. */
export function abortedFree(): void {
  tally(ABORTED_FREES);
}

/**
 * A detector's look at the word at `address`, in no order with other looks. What a detector sees is compared and
 * reported, nothing else, so that a kernel without detectors can do without the look.
 */
export function look(address: i32): i32 {
  return glance(address);
}

/**
 * Counts a violation and keeps the first ones: `heldGeneration` and `believedType` are what the worker acted on; the
 * page's own generation, type and count word are read here.
 */
export function recordViolation(counter: i32, page: i32, heldGeneration: i32, believedType: i32): void {
  tally(counter);
  if (peek(CONFIG_STOP_ON_VIOLATION) !== 0) store(STOP, 1, RELAXED);
  const recorded = peek(workerBlock + WORKER_EVENTS_KEPT);
  if (recorded >= EVENTS_KEPT) return;
  const event = workerBlock + WORKER_EVENTS + recorded * EVENT_BYTES;
  poke(event + EVENT_COUNTER, counter);
  poke(event + EVENT_PAGE, page);
  poke(event + EVENT_HELD_GENERATION, heldGeneration);
  poke(event + EVENT_GENERATION, observe(page + GENERATION));
  poke(event + EVENT_BELIEVED_TYPE, believedType);
  poke(event + EVENT_TYPE, observe(page + TYPE));
  poke(event + EVENT_WORD, observe(page + REFCOUNT));
  stamp(event + EVENT_TIME);
  poke(workerBlock + WORKER_EVENTS_KEPT, recorded + 1);
}
