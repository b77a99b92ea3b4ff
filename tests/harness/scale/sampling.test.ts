// Sampling against a fake clock: the trials report times that the tests make up.

import { expect, test } from 'vitest';
import { TrialError } from '../../../src/harness/scale/crew.js';
import { type Cell, sampleCells, type ThreadRun, trialOf } from '../../../src/harness/scale/sampling.js';
import { findWorkload } from '../../../src/scenarios/workloads.js';
import { seededRandom } from '../../../src/statistics/random.js';

const NOTHING = { gets: 0, failedGets: 0, casRetries: 0, abortedFrees: 0, frees: 0 };

function cell(protocol: string, threads = 1): Cell {
  return {
    protocol,
    engine: 'wasm',
    workload: findWorkload('shared'),
    threads,
    trials: [],
    failures: [],
  };
}

/** One thread that does `opsPerSec` for half a second. */
function report(opsPerSec: number): ThreadRun[] {
  return [{ startMs: 1000, endMs: 1500, rounds: opsPerSec / 2, ...NOTHING }];
}

test('a trial lasts from the first start to the first end', () => {
  const trial = trialOf(3, [
    { startMs: 100, endMs: 1100, rounds: 600, gets: 80, failedGets: 50, casRetries: 30, abortedFrees: 10, frees: 40 },
    { startMs: 105, endMs: 1900, rounds: 400, gets: 80, failedGets: 50, casRetries: 20, abortedFrees: 0, frees: 40 },
  ]);
  expect(trial).toEqual({
    round: 3,
    opsPerSec: 1000,
    perThread: [600, 400],
    failedGetsPerOp: 0.1,
    casRetriesPerOp: 0.05,
    abortedFreesPerOp: 0.01,
    getsPerOp: 0.16,
    freesPerOp: 0.08,
  });
});

test('what a thread does once the trial is over is no part of it', () => {
  const late = {
    startMs: 1150,
    endMs: 1160,
    rounds: 1024,
    gets: 80,
    failedGets: 1024,
    casRetries: 9,
    abortedFrees: 9,
    frees: 40,
  };
  const trial = trialOf(0, [{ startMs: 100, endMs: 1100, rounds: 600, ...NOTHING }, late]);
  expect(trial).toMatchObject({ opsPerSec: 600, perThread: [600, 0], failedGetsPerOp: 0, casRetriesPerOp: 0 });
});

test('every trial of a cell is kept in order', async () => {
  const cells = [cell('old'), cell('v4')];
  const speeds: Record<string, number[]> = { old: [100, 300, 200], v4: [10, 30, 20] };
  await sampleCells(cells, {
    trials: 3,
    random: seededRandom(1),
    run: async ({ protocol }, round) => report(speeds[protocol]?.[round] as number),
  });
  expect(cells.map(({ trials }) => trials.map(({ opsPerSec }) => opsPerSec))).toEqual([speeds.old, speeds.v4]);
  expect(cells.map(({ trials }) => trials.map(({ round }) => round))).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test('trials of different cells interleave, in an order that changes', async () => {
  const cells = ['a', 'b', 'c'].map((name) => cell(name));
  const order: string[] = [];
  await sampleCells(cells, {
    trials: 10,
    random: seededRandom(1),
    run: async ({ protocol }) => {
      order.push(protocol);
      return report(100);
    },
  });
  const rounds = Array.from({ length: 10 }, (_, round) => order.slice(round * 3, round * 3 + 3));
  for (const round of rounds) expect([...round].sort()).toEqual(['a', 'b', 'c']);
  expect(new Set(rounds.map((round) => round.join(''))).size).toBeGreaterThan(2);
});

test('a failed trial is tried again, and told', async () => {
  const one = cell('old');
  let attempts = 0;
  await sampleCells([one], {
    trials: 2,
    random: seededRandom(1),
    run: async () => {
      if (attempts++ === 0) throw new TrialError('worker 0 died: out of luck');
      return report(100);
    },
  });
  expect(one.trials.length).toBe(2);
  expect(one.failures).toEqual(['worker 0 died: out of luck']);
});

test('a cell that cannot be measured is given up; the others go on', async () => {
  const [bad, good] = [cell('old'), cell('v4')];
  await sampleCells([bad, good], {
    trials: 4,
    random: seededRandom(1),
    run: async ({ protocol }) => {
      if (protocol === 'old') throw new TrialError('worker 0 died');
      return report(100);
    },
  });
  expect(bad.trials).toEqual([]);
  expect(bad.failures.length).toBe(2);
  expect(good.trials.length).toBe(4);
});

test('a trial in which nothing ran is no sample of zero', async () => {
  const one = cell('old');
  await sampleCells([one], { trials: 1, random: seededRandom(1), run: async () => report(0) });
  expect(one.trials).toEqual([]);
  expect(one.failures[0]).toContain('no thread was given a CPU');
});

test('a defect is not a failed trial', async () => {
  const run = async (): Promise<never> => {
    throw new TypeError('a defect');
  };
  await expect(sampleCells([cell('old')], { trials: 1, random: seededRandom(1), run })).rejects.toThrow('a defect');
});

test('after an abort the cells hold what there was', async () => {
  const cells = [cell('old'), cell('v4')];
  const abort = new AbortController();
  await sampleCells(cells, {
    trials: 1000,
    random: seededRandom(1),
    signal: abort.signal,
    run: async (_, round) => {
      if (round === 3) abort.abort();
      return report(100);
    },
  });
  for (const { trials } of cells) {
    expect(trials.length).toBeGreaterThanOrEqual(3);
    expect(trials.length).toBeLessThan(10);
  }
});
