// From the trials of a measurement to its result: cells made up for the test.

import { expect, test } from 'vitest';
import type { Engine } from '../../../src/front-end/sources.js';
import type { Cell } from '../../../src/harness/scale/sampling.js';
import { scaleResult } from '../../../src/harness/scale/scale.js';
import { usableCpus } from '../../../src/machine/environment.js';
import { resolveScale } from '../../../src/requests/scale-request.js';
import type { ScaleResult } from '../../../src/results/scale-result.js';
import { findWorkload } from '../../../src/scenarios/workloads.js';
import { seededRandom } from '../../../src/statistics/random.js';

const CPUS = usableCpus();

/** `rates` by round; undefined: the trial failed. */
function cell(
  protocol: string,
  threads: number,
  rates: readonly (number | undefined)[],
  engine: Engine = 'wasm',
): Cell {
  const figures = { casRetriesPerOp: 0, getsPerOp: 1, failedGetsPerOp: 0, abortedFreesPerOp: 0, freesPerOp: 0 };
  const trials = rates.flatMap((opsPerSec, round) =>
    opsPerSec === undefined ? [] : [{ round, opsPerSec, perThread: [opsPerSec], ...figures }],
  );
  return {
    protocol,
    engine,
    threads,
    workload: findWorkload('shared'),
    trials,
    failures: [],
  };
}

async function resultOf(protocols: string[], cells: readonly Cell[]): Promise<ScaleResult> {
  const resolved = await resolveScale({ protocols, engines: ['wasm'], trials: 3 });
  const measured = { cpus: [0], elapsedMs: 1, othersShare: 0, interrupted: false, pinProblems: [] };
  return scaleResult(resolved, cells, { ...measured, random: seededRandom(1) });
}

test('a ratio is that of the trials of one round, to old, wherever it stands in the list', async () => {
  const { series } = await resultOf(['v4', 'old'], [cell('v4', 1, [300, undefined, 30]), cell('old', 1, [100, 1, 10])]);
  expect(series.map(({ speedupVsOld }) => speedupVsOld)).toEqual([{ median: 3, low: 3, high: 3 }, null]);
});

test('where old takes no part a ratio is to the first, and to the same number of threads', async () => {
  const cells = [cell('v4', 1, [10, 10, 10]), cell('v4', 2, [20, 20, 20]), cell('rcuref', 2, [5, 5, 5])];
  const { series } = await resultOf(['v4', 'rcuref'], cells);
  expect(series.map(({ speedupVsOld }) => speedupVsOld?.median)).toEqual([undefined, undefined, 0.25]);
});

test('the native engine is a measure for the same protocol on another one', async () => {
  const cells = [cell('old', 1, [8, 8, 8]), cell('old', 1, [10, 10, 10], 'native'), cell('v4', 1, [6, 6, 6])];
  const { series } = await resultOf(['old', 'v4'], cells);
  expect(series.map(({ ratioToNative }) => ratioToNative?.median)).toEqual([0.8, undefined, undefined]);
});

test('a curve is fitted to the numbers of threads that have a CPU each', async () => {
  const threads = [...Array.from({ length: CPUS }, (_, index) => index + 1), CPUS + 1, 2 * CPUS];
  const { series, fits } = await resultOf(
    ['old'],
    threads.map((number) => cell('old', number, [number, number, number])),
  );
  expect(series.map(({ oversubscribed }) => oversubscribed)).toEqual(threads.map((number) => number > CPUS));
  const expected =
    CPUS < 3
      ? { model: 'none', reason: expect.stringMatching(CPUS === 1 ? /nothing to compare/ : /within the CPUs, not 2$/) }
      : { model: 'usl', peakThreads: null };
  expect(fits).toMatchObject([{ protocol: 'old', engine: 'wasm', workload: 'shared', fit: expected }]);
});
