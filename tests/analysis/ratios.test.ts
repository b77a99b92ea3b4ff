// Tests of ratios of trials that took turns.

import { expect, test } from 'vitest';
import { ratioOfTrials } from '../../src/analysis/scale-series.js';
import { seededRandom } from '../../src/statistics/random.js';

/** A cell with a trial in each round that has a sample. */
function cellOf(samples: readonly (number | undefined)[]) {
  return { trials: samples.flatMap((opsPerSec, round) => (opsPerSec === undefined ? [] : { round, opsPerSec })) };
}

test('what slows a whole round down cancels out', () => {
  const base = [100, 50, 10, 80];
  const twice = base.map((sample) => 2 * sample);
  expect(ratioOfTrials(cellOf(twice), cellOf(base), seededRandom(1))).toEqual({ median: 2, low: 2, high: 2 });
});

test('a round without both sides is left out', () => {
  const ratio = ratioOfTrials(cellOf([3, undefined, 30]), cellOf([1, 1, undefined]), seededRandom(1));
  expect(ratio).toEqual({ median: 3, low: 3, high: 3 });
});

test('no rounds give no ratio', () => {
  expect(ratioOfTrials(cellOf([undefined]), cellOf([1]), seededRandom(1))).toBeNull();
});
