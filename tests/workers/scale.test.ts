import { expect, test } from 'vitest';
import { EVERY_PHASE, openGate } from '../../src/arena/gate.js';
import { ABORTED_FREES, CAS_RETRIES, FAILED_GETS, ROUNDS } from '../../src/runtime/counters.js';
import { STOP, WORKER_COUNTERS, WORKERS_BASE } from '../../src/runtime/layout.js';
import scale from '../../src/workers/scale.js';

const READIED = 1000;
/** Counts how often it readied its pages, in a word that nothing else uses, and is stopped by its first measurement. */
const TEXT = `return {
  setup() {},
  populate() { words[${READIED}]++; },
  ready() {},
  measure() { words[${STOP >> 2}] = 1; return 0; },
};`;

test.each([
  ['readies its pages again after the warm-up', 0, 2],
  ['leaves them alone after a stop: others may still be warming up on them', 1, 1],
])('a worker %s', async (_, stop, times) => {
  const buffer = new SharedArrayBuffer(65536);
  const words = new Int32Array(buffer);
  openGate(words, EVERY_PHASE);
  words[STOP >> 2] = stop;
  const code = { engine: 'js', text: TEXT } as const;
  await scale({ worker: 0, kernelKey: `${stop}`, code, memory: { buffer }, workload: 0, warmUpMs: 0 });
  expect(words[READIED]).toBe(times);
});

test('a sample is what the kernel counted while it was measured', async () => {
  const buffer = new SharedArrayBuffer(65536);
  const words = new Int32Array(buffer);
  openGate(words, EVERY_PHASE);
  const counter = (number: number): string => `words[${((WORKERS_BASE + WORKER_COUNTERS) >> 2) + number}]`;
  // The second batch is the last. What setting up counted is not part of it.
  const text = `let batches = 0;
    return {
      setup() {},
      populate() {},
      ready() { ${counter(ROUNDS)} = 1000; },
      measure() {
        ${counter(ROUNDS)} += 70;
        ${counter(FAILED_GETS)} += 1;
        ${counter(CAS_RETRIES)} += 20;
        ${counter(ABORTED_FREES)} += 3;
        if (++batches === 2) words[${STOP >> 2}] = 1;
        return 0;
      },
    };`;
  const code = { engine: 'js', text } as const;
  const sample = await scale({ worker: 0, kernelKey: 'counts', code, memory: { buffer }, workload: 0, warmUpMs: 0 });
  expect(sample).toMatchObject({ rounds: 140, failedGets: 2, casRetries: 40, abortedFrees: 6 });
  expect(sample.endMs).toBeGreaterThan(sample.startMs);
});
