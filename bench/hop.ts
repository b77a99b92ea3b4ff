// Measurement of how long a cache line takes from one CPU to another: two pinned threads pass a word back and forth.
// This file is also what those two threads run.

import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { pinThisThread } from '../dist/host/node/host.js';
import { cpusInOrder } from '../dist/machine/pin-order.js';
import { median } from '../dist/statistics/estimate.js';

const BATCHES = 9;
const ROUND_TRIPS = 20_000;

interface Side {
  readonly cpu: number;
  /** The thread waits for its own number, 0 or 1, and then writes the other one. */
  readonly side: number;
  readonly words: Int32Array;
}

/** Nanoseconds of one way between the two CPUs that a race of two threads is pinned to, median of nine batches. */
export async function hopNs(): Promise<number> {
  const words = new Int32Array(new SharedArrayBuffer(256));
  const [one, other] = cpusInOrder('apart')
    .slice(0, 2)
    .map((cpu, side) => new Worker(new URL(import.meta.url), { workerData: { cpu, side, words } satisfies Side }));
  if (!one || !other) throw new Error('a cache line moves only where there are two CPUs');
  const [[batchesMs = []]]: [number[][], ...unknown[]] = await Promise.all([
    once(one, 'message'),
    once(one, 'exit'),
    once(other, 'exit'),
  ]);
  return (median(batchesMs) * 1e6) / (2 * ROUND_TRIPS);
}

if (!isMainThread && parentPort) {
  const { cpu, side, words }: Side = workerData;
  await pinThisThread(cpu); // where that fails, the scheduler still gives the two threads a CPU each most of the time
  const batchesMs: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const startMs = performance.now();
    for (let trip = 0; trip < ROUND_TRIPS; trip++) {
      while (Atomics.load(words, 0) !== side);
      Atomics.store(words, 0, 1 - side);
    }
    batchesMs.push(performance.now() - startMs);
  }
  if (side === 0) parentPort.postMessage(batchesMs);
}
