// How long a cache line takes from one CPU to another: two pinned threads hand a word to and fro.

import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { pinThisThread } from '../dist/machine/pin.js';
import { cpusInOrder } from '../dist/machine/pin-order.js';
import { median } from '../dist/statistics/estimate.js';

const BATCHES = 9;
const ROUND_TRIPS = 20_000;

/** Nanoseconds of one way between the two CPUs that a race of two threads is pinned to, median of nine batches. */
export async function hopNs() {
  const words = new Int32Array(new SharedArrayBuffer(256));
  const [one, other] = cpusInOrder('apart')
    .slice(0, 2)
    .map((cpu, side) => new Worker(new URL(import.meta.url), { workerData: { cpu, side, words } }));
  if (!one || !other) throw new Error('a line needs two CPUs to go to and fro');
  const [[batchesMs]] = await Promise.all([once(one, 'message'), once(one, 'exit'), once(other, 'exit')]);
  return (median(batchesMs) * 1e6) / (2 * ROUND_TRIPS);
}

if (!isMainThread && parentPort) {
  const { cpu, side, words } = workerData;
  await pinThisThread(cpu); // not pinned, the two most often run on CPUs of their own all the same
  const batchesMs = [];
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
