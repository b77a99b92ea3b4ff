import { describe, expect, test } from 'vitest';
import { allowingFor, driftOf } from '../../src/statistics/drift.js';

/** A cell with the given throughputs, one a round. */
function cell(rates: readonly number[], oversubscribed = false) {
  return { oversubscribed, trials: rates.map((opsPerSec, round) => ({ round, opsPerSec })) };
}

describe('the drift of the machine', () => {
  const inCommon = (factors: readonly number[]) =>
    driftOf([1e6, 5e7, 3e9].map((rate) => cell(factors.map((factor) => Math.exp(factor) * rate)))) ?? Number.NaN;

  test('is what all cells of a round have in common: the standard error of a mean', () => {
    const toAndFro = [-0.02, 0.02, -0.02, 0.02, -0.02, 0.02, -0.02, 0.02, 0];
    expect(inCommon(toAndFro)).toBeCloseTo(0.02 / Math.sqrt(9), 9); // no positive correlation: nine rounds count as nine
  });

  test('grows when rounds resemble their neighbours', () => {
    const once = [-0.02, -0.02, -0.02, -0.02, 0, 0.02, 0.02, 0.02, 0.02];
    // Products of neighbours over squares: 6 of 8, so that 9 rounds are worth 9/7.
    expect(inCommon(once)).toBeCloseTo(0.02 / Math.sqrt(9 / 7), 9);
  });

  test('takes no correlation for so high that a long run counts as next to nothing', () => {
    const climbing = Array.from({ length: 400 }, (_, round) => (round - 199.5) / 1e4);
    const squares = climbing.reduce((sum, value) => sum + value ** 2, 0);
    expect(inCommon(climbing)).toBeCloseTo(Math.sqrt((squares / 399) * (19 / 400)), 9); // 19 rounds are worth one
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
    expect(allowingFor(null, estimate).low).toBeCloseTo(99, 9);
    expect(allowingFor(null, estimate).high).toBeCloseTo(101, 9);
    const { median, low, high } = allowingFor(0.03 / 1.96, { median: 100, low: 100 / Math.exp(0.04), high: 100 });
    expect(median).toBe(100);
    expect(low).toBeCloseTo(100 / Math.exp(0.05), 9); // 3, 4, 5
    expect(high).toBeCloseTo(100 * Math.exp(0.03), 9);
  });

  test('leaves a throughput of 0 alone', () => {
    const { low, high } = allowingFor(0.01, { median: 100, low: 0, high: 101 });
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(101);
  });
});
