// Portable. The bookkeeping of a run: counters, and the first violations in detail. All of it is in the worker's own
// block, which no other worker touches during the run. What it reads and writes is no access of the protocol's, so that
// nobody is held up there (see noisy.ts).

import { glance, observe, peek, poke, stamp, store } from '#atomics';
import { ABORTED_FREES, ASSERTION, CAS_RETRIES, FIRST_VIOLATION, LIVE_RESET, RESURRECTIONS } from './counters.js';
import {
  CONFIG_OBSERVED,
  CONFIG_STOP_ON_VIOLATION,
  EVENT_ASSERTION,
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

/** Returns whether the kernel has detectors. False if they are compiled out. @inline */
export function detecting(): boolean {
  return true;
}

/** Adds 1 to `counter`, one of counters.ts. @inline */
export function tally(counter: i32): void {
  poke(workerBlock + (counter << 2), peek(workerBlock + (counter << 2)) + 1);
}

/** Adds `times` to `counter`: for loops that count in variables of their own. */
export function tallyMany(counter: i32, times: i32): void {
  poke(workerBlock + (counter << 2), peek(workerBlock + (counter << 2)) + times);
}

/** Notes, for a protocol, that a compare-and-swap failed, and its loop goes round again. */
export function retried(): void {
  tally(CAS_RETRIES);
}

/** A get of this worker was a resurrection since forgetStaged(). */
let staged: boolean = false;

/** Notes, for a protocol, that a get took the count from 0 to 1, which a put has to notice in its step 2. */
export function resurrected(): void {
  staged = true;
  tally(RESURRECTIONS);
}

/** Forgets earlier gets, so that tookStaged() tells of the next one. */
export function forgetStaged(): void {
  staged = false;
}

/** Returns whether a get took a staged 0 since forgetStaged(), so far as the protocol tells by resurrected(). */
export function tookStaged(): boolean {
  return staged;
}

/** Notes, for a protocol, that a put brought the count to 0 in step 1, and lost step 2. */
export function abortedFree(): void {
  tally(ABORTED_FREES);
}

/**
 * Notes, for a protocol, that failed gets were taken back by a write to `word`, which counted `references` before it.
 * If it counted some, its page was live, and is lost to its holders. Who writes over words alone that count none
 * need not tell.
 */
export function tookBack(word: i32, references: i32): void {
  const page = word - REFCOUNT;
  if (references > 0) recordViolation(LIVE_RESET, page, observe(page + GENERATION), 0);
}

/**
 * A detector reads the word at `address`, in no order with other calls of look(). The value may only be compared and
 * recorded, so that a kernel without detectors can leave the read out.
 */
export function look(address: i32): i32 {
  return glance(address);
}

/**
 * States what a protocol or a role relies on. A `condition` that does not hold is a violation of its own kind, told
 * with its line, which is found by `number`: a literal of its own for each assertion of a file. The condition may
 * compare what is at hand, and must not access memory: kernels that are measured leave it out. @inline
 */
export function assert(condition: boolean, number: i32): void {
  if (!condition) recordAssertion(number);
}

function recordAssertion(number: i32): void {
  const event = newEvent(ASSERTION);
  if (event === 0) return;
  poke(event + EVENT_ASSERTION, number);
  poke(event + EVENT_GENERATION, 0); // the place of a violation in the warm-up, which is forgotten
  poke(event + EVENT_BELIEVED_TYPE, 0);
  poke(event + EVENT_TYPE, 0);
  poke(event + EVENT_WORD, 0);
}

/**
 * Counts a violation of `page` under `counter`, and records the first EVENTS_KEPT as events. `heldGeneration` and
 * `believedType` are what the worker acted on. The page's own generation, type and count word are read here.
 */
export function recordViolation(counter: i32, page: i32, heldGeneration: i32, believedType: i32): void {
  const event = newEvent(counter);
  if (event === 0) return;
  poke(event + EVENT_PAGE, page);
  poke(event + EVENT_HELD_GENERATION, heldGeneration);
  poke(event + EVENT_GENERATION, observe(page + GENERATION));
  poke(event + EVENT_BELIEVED_TYPE, believedType);
  poke(event + EVENT_TYPE, observe(page + TYPE));
  poke(event + EVENT_WORD, observe(page + REFCOUNT));
}

/** Counts a violation. Returns the address of an event to fill in, or 0 for an observation, and where enough are kept. */
function newEvent(counter: i32): i32 {
  tally(counter);
  if (((peek(CONFIG_OBSERVED) >> (counter - FIRST_VIOLATION)) & 1) !== 0) return 0;
  if (peek(CONFIG_STOP_ON_VIOLATION) !== 0) store(STOP, 1, RELAXED);
  const recorded = peek(workerBlock + WORKER_EVENTS_KEPT);
  if (recorded >= EVENTS_KEPT) return 0;
  const event = workerBlock + WORKER_EVENTS + recorded * EVENT_BYTES;
  poke(event + EVENT_COUNTER, counter);
  stamp(event + EVENT_TIME);
  poke(workerBlock + WORKER_EVENTS_KEPT, recorded + 1);
  return event;
}
