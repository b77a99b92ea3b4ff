// A worker's counters are 32-bit words that its kernel writes without atomics. Between two batches the worker itself
// moves them into float64 totals, which the host may read at any time.

import { COUNTERS } from '../runtime/counters.js';
import { WORKER_BYTES, WORKER_COUNTERS, WORKER_EVENTS_KEPT, WORKER_TOTALS, WORKERS_BASE } from '../runtime/layout.js';

/** Moves the counters of `worker` into its totals. Only the worker itself may call this. */
export function takeCounters(buffer: SharedArrayBuffer, worker: number): void {
  const block = WORKERS_BASE + worker * WORKER_BYTES;
  const counters = new Uint32Array(buffer, block + WORKER_COUNTERS, COUNTERS);
  const totals = new Float64Array(buffer, block + WORKER_TOTALS, COUNTERS);
  for (const [counter, counted] of counters.entries()) {
    if (counted === 0) continue;
    totals[counter] = (totals[counter] ?? 0) + counted;
    counters[counter] = 0;
  }
}

/** Forgets what `worker` has counted and kept. */
export function resetCounters(buffer: SharedArrayBuffer, worker: number): void {
  const block = WORKERS_BASE + worker * WORKER_BYTES;
  new Uint32Array(buffer, block + WORKER_COUNTERS, COUNTERS).fill(0);
  new Float64Array(buffer, block + WORKER_TOTALS, COUNTERS).fill(0);
  new Int32Array(buffer)[(block + WORKER_EVENTS_KEPT) >> 2] = 0;
}

/** The totals of `worker`, by counter. */
export function readTotals(buffer: SharedArrayBuffer, worker: number): Float64Array {
  const block = WORKERS_BASE + worker * WORKER_BYTES;
  return new Float64Array(buffer, block + WORKER_TOTALS, COUNTERS).slice();
}

/** Returns the counters of `worker` since its last takeCounters(), which a worker that hangs will not call again. */
export function readCounters(buffer: SharedArrayBuffer, worker: number): Uint32Array {
  const block = WORKERS_BASE + worker * WORKER_BYTES;
  return new Uint32Array(buffer, block + WORKER_COUNTERS, COUNTERS).slice();
}
