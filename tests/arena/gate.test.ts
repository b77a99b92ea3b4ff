import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { arrivals, EVERY_PHASE, openGate } from '../../src/arena/gate.js';

const PASSED_WORD = 200;

/** Passes phases 1 and 2, counting each passage in a word of its own. */
const WORKER = `
  const { workerData } = require('node:worker_threads');
  import(workerData.gate).then(({ arriveAndWait }) => {
    const words = new Int32Array(workerData.buffer);
    for (const phase of [1, 2]) {
      arriveAndWait(words, phase);
      Atomics.add(words, ${PASSED_WORD} + phase, 1);
    }
  });
`;

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

function start(count: number): Int32Array {
  const buffer = new SharedArrayBuffer(4096);
  const gate = new URL('../../dist/arena/gate.js', import.meta.url).href;
  for (let i = 0; i < count; i++) workers.push(new Worker(WORKER, { eval: true, workerData: { buffer, gate } }));
  return new Int32Array(buffer);
}

const passed = (words: Int32Array, phase: number): number => Atomics.load(words, PASSED_WORD + phase);

describe('the start gate', () => {
  test('holds everybody until it opens, phase by phase', async () => {
    const words = start(4);
    await expect.poll(() => arrivals(words), { timeout: 10_000 }).toBe(4);
    expect(passed(words, 1)).toBe(0);

    openGate(words, 1);
    await expect.poll(() => arrivals(words), { timeout: 10_000 }).toBe(8);
    expect(passed(words, 1)).toBe(4);
    expect(passed(words, 2)).toBe(0);

    openGate(words, 2);
    await expect.poll(() => passed(words, 2), { timeout: 10_000 }).toBe(4);
  });

  test('leaves nobody asleep when every phase opens at once', async () => {
    const words = start(3);
    openGate(words, EVERY_PHASE);
    await expect.poll(() => passed(words, 2), { timeout: 10_000 }).toBe(3);
  });
});
