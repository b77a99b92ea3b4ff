// A worker's counters are 32-bit words that its kernel writes without atomics. Between two batches the worker itself
// moves them into float64 totals, which the host may read at any time.

import { COUNTERS } from '../runtime/counters.js';
import { WORKER_BYTES, WORKER_COUNTERS, WORKER_EVENTS_KEPT, WORKER_TOTALS, WORKERS_BASE } from '../runtime/layout.js';

/** Returns the counters of `worker` since its last takeCounters(), which a worker that hangs will not call again. */
export function countersOf(buffer: SharedArrayBuffer, worker: number): Uint32Array {
  return new Uint32Array(buffer, WORKERS_BASE + worker * WORKER_BYTES + WORKER_COUNTERS, COUNTERS);
}

/** Returns the totals of `worker`, by counter. */
export function sumsOf(buffer: SharedArrayBuffer, worker: number): Float64Array {
  return new Float64Array(buffer, WORKERS_BASE + worker * WORKER_BYTES + WORKER_TOTALS, COUNTERS);
}

/** Moves the counters of `worker` into its totals. Only the worker itself may call this. */
export function takeCounters(buffer: SharedArrayBuffer, worker: number): void {
  const counters = countersOf(buffer, worker);
  const totals = sumsOf(buffer, worker);
  for (const [counter, counted] of counters.entries()) {
    if (counted === 0) continue;
    totals[counter] = (totals[counter] ?? 0) + counted;
    counters[counter] = 0;
  }
}

/** Forgets what `worker` has counted and kept. */
export function resetCounters(buffer: SharedArrayBuffer, worker: number): void {
  countersOf(buffer, worker).fill(0);
  sumsOf(buffer, worker).fill(0);
  new Int32Array(buffer)[(WORKERS_BASE + worker * WORKER_BYTES + WORKER_EVENTS_KEPT) >> 2] = 0;
}
