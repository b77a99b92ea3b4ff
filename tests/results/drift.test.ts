import { describe, expect, test } from 'vitest';
import { allowingFor, driftOf } from '../../src/results/drift.js';

/** A cell with the given throughputs, one a round. */
function cell(rates: readonly number[], oversubscribed = false) {
  return { oversubscribed, trials: rates.map((opsPerSec, round) => ({ round, opsPerSec })) };
}

describe('the drift of the machine', () => {
  test('is what all cells of a round have in common', () => {
    const wave = [0.98, 1, 1.02, 1, 0.98, 1, 1.02];
    const cells = [1e6, 5e7, 3e9].map((rate) => cell(wave.map((factor) => factor * rate)));
    expect(driftOf(cells)).toBeCloseTo(0.0163, 3);
  });

  test('is none where rounds are alike, whatever one cell does', () => {
    const steady = [1e6, 2e6, 3e6, 4e6].map((rate) => cell([rate, rate, rate, rate]));
    expect(driftOf([...steady, cell([1e6, 5e6, 1e6, 9e6])])).toBe(0);
  });

  test('cannot be told with two cells, two rounds, or more threads than CPUs', () => {
    const rates = [1e6, 1.1e6, 1.2e6];
    expect(driftOf([cell(rates), cell(rates)])).toBeNull();
    expect(driftOf([1, 2, 3].map(() => cell(rates.slice(0, 2))))).toBeNull();
    expect(driftOf([1, 2, 3].map(() => cell(rates, true)))).toBeNull();
    expect(driftOf([1, 2, 3].map(() => cell(rates)))).not.toBeNull();
  });

  test('skips the rounds that most cells did not come to', () => {
    const long = cell([1e6, 1e6, 1e6, 5e6]);
    const short = cell([1e6, 1e6, 1e6]);
    expect(driftOf([long, short, short])).toBe(0);
  });

  test('widens an interval on both sides, and an unknown drift does not', () => {
    const estimate = { median: 100, low: 99, high: 101 };
    expect(allowingFor(null, estimate)).toEqual(estimate);
    const { median, low, high } = allowingFor(0.01, estimate);
    expect(median).toBe(100);
    expect(low).toBeCloseTo(99 / Math.exp(0.0196), 9);
    expect(high).toBeCloseTo(101 * Math.exp(0.0196), 9);
  });
});
