// Portable. The probes of a kernel whose speed is measured. It counts what loops hand over at their end, and those
// near misses of the protocols that lie off the fast path. There are no detectors: look() and recordViolation() compile
// to nothing.

import { peek, poke } from '#memory';
import { ABORTED_FREES, CAS_RETRIES } from './counters.js';
import { workerBlock } from './worker.js';

/** Detectors are compiled out. @inline */
export function detecting(): boolean {
  return false;
}

export function tally(_counter: i32): void {}

export function tallyMany(counter: i32, times: i32): void {
  poke(workerBlock + (counter << 2), peek(workerBlock + (counter << 2)) + times);
}

export function retried(): void {
  tallyMany(CAS_RETRIES, 1);
}

/** Not counted: noticing a resurrection takes a comparison on the fast path of every get. */
export function resurrected(): void {}

export function abortedFree(): void {
  tallyMany(ABORTED_FREES, 1);
}

export function forgetStaged(): void {}

export function tookStaged(): boolean {
  return false;
}

export function tookBack(_word: i32, _references: i32): void {}

/** Compiled out, with its condition. @inline */
export function assert(_condition: boolean, _number: i32): void {}

export function look(_address: i32): i32 {
  return 0;
}

export function recordViolation(_counter: i32, _page: i32, _heldGeneration: i32, _believedType: i32): void {}
