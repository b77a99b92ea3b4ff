// Medians and bootstrap intervals. Everything here is exact arithmetic on given samples, plus resampling from a seed.

import { type Random, resampled } from './random.js';

/** A median and the interval that holds 95 in 100 medians of resampled data. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Resamples of an interval. The 2.5th percentile of 2000 moves by less than the interval's own rounding. */
const RESAMPLES = 2000;
/** Share of the resampled medians that lie outside of the interval, on either side. */
export const TAIL = 0.025;
/** A bootstrap of fewer samples than this is narrower than the truth. */
export const LEAST_SAMPLES = 5;

/** The `fraction` quantile, linear between order statistics. @throws RangeError without samples. */
export function quantile(samples: readonly number[], fraction: number): number {
  if (samples.length === 0) throw new RangeError('no samples');
  return quantileOfSorted(ascending(samples), fraction);
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/**
 * The median of `samples` with a percentile bootstrap interval (Efron 1979): how far the median would move had the
 * same machine drawn other samples. It knows nothing of what changes between two runs of the program.
 */
export function medianWithInterval(samples: readonly number[], random: Random, resamples = RESAMPLES): Estimate {
  const sorted = ascending(Array.from({ length: resamples }, () => median(resampled(samples, random))));
  return { median: median(samples), low: quantileOfSorted(sorted, TAIL), high: quantileOfSorted(sorted, 1 - TAIL) };
}

/** Width of the interval as a share of the median: 0.1 is "give or take 5 %". */
export function relativeWidth({ median: middle, low, high }: Estimate): number {
  return middle === 0 ? 0 : (high - low) / middle;
}

function ascending(samples: readonly number[]): number[] {
  return [...samples].sort((a, b) => a - b);
}

function quantileOfSorted(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const lower = Math.floor(position);
  const first = sorted[lower] ?? Number.NaN;
  const second = sorted[Math.min(lower + 1, sorted.length - 1)] ?? first;
  return first + (second - first) * (position - lower);
}
