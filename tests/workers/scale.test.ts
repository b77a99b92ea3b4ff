import { expect, test } from 'vitest';
import { EVERY_PHASE, openGate } from '../../src/arena/gate.js';
import { STOP } from '../../src/runtime/layout.js';
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
