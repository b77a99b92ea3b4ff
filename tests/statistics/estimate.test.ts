import { describe, expect, test } from 'vitest';
import { median, medianWithInterval, quantile, relativeWidth } from '../../src/statistics/estimate.js';
import { seededRandom, shuffled } from '../../src/statistics/random.js';

describe('quantiles', () => {
  test.each([
    [[3], 3],
    [[1, 2], 1.5],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (samples, expected) => {
    expect(median(samples)).toBe(expected);
  });

  test('quantiles lie on the line between neighbours', () => {
    const samples = [40, 10, 30, 20]; // in any order
    expect([0, 0.25, 0.5, 1].map((fraction) => quantile(samples, fraction))).toEqual([10, 17.5, 25, 40]);
    expect(samples).toEqual([40, 10, 30, 20]);
  });

  test('no samples have no quantile', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('bootstrap intervals', () => {
  test('equal samples leave no doubt', () => {
    expect(medianWithInterval([7, 7, 7], seededRandom(1))).toEqual({ median: 7, low: 7, high: 7 });
  });

  test('the same seed gives the same interval', () => {
    const samples = [1, 2, 4, 8, 16, 32];
    expect(medianWithInterval(samples, seededRandom(3))).toEqual(medianWithInterval(samples, seededRandom(3)));
  });

  test('the interval holds the median and stays within the samples', () => {
    const { median: middle, low, high } = medianWithInterval([9, 10, 11, 12, 50], seededRandom(5));
    expect(middle).toBe(11);
    expect(low).toBeGreaterThanOrEqual(9);
    expect(low).toBeLessThan(11);
    expect(high).toBeGreaterThan(11);
    expect(high).toBeLessThanOrEqual(50);
  });

  // A resampled median of 41 samples is at most the k-th when 21 draws or more are: with k of 41 in favour that happens
  // 18 times in 1000 for k = 14, and 39 times for k = 15. So the 25th of 1000 is the 15th sample; the 50th is the 16th.
  test('it leaves out 25 medians in 1000 on either side', () => {
    const samples = Array.from({ length: 41 }, (_, index) => index + 1);
    expect(medianWithInterval(samples, seededRandom(2))).toEqual({ median: 21, low: 15, high: 27 });
  });

  test('it covers the true median about 95 times in 100', () => {
    const random = seededRandom(11);
    let covered = 0;
    for (let experiment = 0; experiment < 200; experiment++) {
      const samples = Array.from({ length: 25 }, () => random()); // uniform: the true median is 0.5
      const { low, high } = medianWithInterval(samples, random, 300);
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(175);
    expect(covered).toBeLessThan(200);
  });

  test('the relative width is the width over the median', () => {
    expect(relativeWidth({ median: 200, low: 190, high: 210 })).toBe(0.1);
    expect(relativeWidth({ median: 0, low: 0, high: 0 })).toBe(0);
  });
});

describe('seeded randomness', () => {
  test('numbers lie in [0, 1), fill it, and follow from the seed', () => {
    const [a, b] = [seededRandom(42), seededRandom(42)];
    const numbers = Array.from({ length: 10_000 }, () => a());
    expect(numbers).toEqual(Array.from({ length: 10_000 }, () => b()));
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(numbers.reduce((sum, number) => sum + number) / numbers.length).toBeCloseTo(0.5, 1);
    expect(new Set(numbers.map((number) => Math.floor(number * 16))).size).toBe(16);
  });

  test('a shuffle keeps the items, and every order comes up', () => {
    const random = seededRandom(7);
    const orders = new Set(Array.from({ length: 300 }, () => shuffled([1, 2, 3], random).join('')));
    expect([...orders].sort()).toEqual(['123', '132', '213', '231', '312', '321']);
  });
});
