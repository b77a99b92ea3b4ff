// Tests of what a measurement asks its crew for, and what it makes of the reports: the crew here runs nothing.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { instantiate } from '../../../src/engines/kernel.js';
import { TIERS } from '../../../src/engines/tier.js';
import { type CrewTrial, ScaleCrew } from '../../../src/harness/scale/crew.js';
import { cpusInOrder } from '../../../src/machine/pin-order.js';
import type { ScaleRequest } from '../../../src/requests/scale-request.js';
import { WORKER_SEED, WORKERS_BASE } from '../../../src/runtime/layout.js';
import { tierOf } from '../../engines/tier-of.js';
import { scale } from '../../runs.js';

const REQUEST: ScaleRequest = { protocols: ['old'], threads: [2], trials: 1 };
const REPORT = { startMs: 0, endMs: 1000, gets: 80, failedGets: 20, casRetries: 30, abortedFrees: 10, frees: 40 };

let asked: CrewTrial[];
/** Of the first worker, at the beginning of each trial. */
let seeds: number[] = [];
beforeEach(() => {
  asked = [];
  vi.spyOn(ScaleCrew.prototype, 'trial').mockImplementation(async (trial) => {
    asked.push(trial);
    seeds.push(new Int32Array(trial.memory.buffer)[(WORKERS_BASE + WORKER_SEED) >> 2] ?? 0);
    return [
      { ...REPORT, rounds: 150 },
      { ...REPORT, rounds: 250 },
    ];
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

test.each(TIERS)('the kernel is of the tier %s when that is asked for', async (tier) => {
  await scale({ ...REQUEST, tier });
  const [{ code, memory }] = asked as [CrewTrial];
  expect(tierOf(instantiate(code, memory, () => 0).measure)).toBe(tier);
});

test('threads are pinned in the order that is asked for, or not at all', async () => {
  await scale({ ...REQUEST, pinOrder: 'numbers' });
  await scale({ ...REQUEST, pin: false });
  expect(asked.map(({ cpus }) => cpus)).toEqual([cpusInOrder('numbers'), []]);
});

test('the choices of workers are others in each round, and the same again for the same seed', async () => {
  const run = async (seed: number): Promise<readonly number[]> => {
    seeds = [];
    await scale({ ...REQUEST, trials: 3, seed });
    return seeds;
  };
  const first = await run(5);
  expect(new Set(first).size).toBe(3);
  expect(await run(5)).toEqual(first);
  expect(await run(50)).not.toEqual(first);
});

test('every figure of a cell is what the threads reported', async () => {
  const { series } = await scale(REQUEST);
  expect(series).toMatchObject([
    {
      samples: [400],
      median: 400,
      perThread: { min: 150, max: 250 },
      casRetriesPerOp: 0.15,
      failedGetsPerOp: 0.1,
      abortedFreesPerOp: 0.05,
      getsPerOp: 0.4,
      freesPerOp: 0.2,
    },
  ]);
});
