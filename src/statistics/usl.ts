// The Universal Scalability Law (Gunther 2007): throughput(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)).
// sigma is contention, the share of work that waits in line; kappa is coherency, what threads pay to agree with each
// other. Both are kept at or above zero: the usual linearised fit turns negative on contended atomics and then predicts
// nonsense.

import { type Estimate, quantile, TAIL } from './estimate.js';
import { type Random, resampled } from './random.js';

/** Samples at one number of threads. */
export interface ScalePoint {
  readonly threads: number;
  readonly samples: readonly number[];
}

/** Parameters of a curve: two that bend it, so three numbers of threads at least. */
const LEAST_POINTS = 3;
const RESAMPLES = 200;

/** Fits the curve to the medians; the intervals come from resampling each point's samples. */
export function fitUsl(points: readonly ScalePoint[], random: Random) {
  const sorted = points.filter(({ samples }) => samples.length > 0).sort((a, b) => a.threads - b.threads);
  const [first, ...rest] = sorted;
  if (!first || rest.length === 0) return noFit('one number of threads: nothing to compare');
  if (first.threads === 1 && rest.every((point) => quantile(point.samples, 0.75) < quantile(first.samples, 0.25))) {
    const measured = rest
      .map(({ threads }) => threads)
      .join(', ')
      .replace(/, (?=\d+$)/, ' or ');
    return noFit(`retrograde from N=1: one thread is faster than ${measured} threads`);
  }
  if (sorted.length < LEAST_POINTS) {
    return noFit(`a fit needs ${LEAST_POINTS} numbers of threads within the CPUs, not ${sorted.length}`);
  }
  const curve = fitCurve(sorted.map(({ threads, samples }) => [threads, quantile(samples, 0.5)]));
  const draws = Array.from({ length: RESAMPLES }, () =>
    fitCurve(
      sorted.map(({ threads, samples }) => [threads, quantile(resampled(samples, random), 0.5)]),
      [curve],
    ),
  );
  const around = (key: 'lambda' | 'sigma' | 'kappa'): Estimate => {
    const values = draws.map((draw) => draw[key]);
    return { median: curve[key], low: quantile(values, TAIL), high: quantile(values, 1 - TAIL) };
  };
  const { sigma, kappa } = curve;
  return {
    model: 'usl' as const,
    lambda: around('lambda'),
    sigma: around('sigma'),
    kappa: around('kappa'),
    peakThreads: kappa > 0 ? Math.sqrt(Math.max(0, 1 - sigma) / kappa) : null,
    worstResidual: Math.max(
      ...sorted.map(({ threads, samples }) => Math.abs(throughputAt(curve, threads) / quantile(samples, 0.5) - 1)),
    ),
  };
}

function noFit(reason: string) {
  return { model: 'none', reason } as const;
}

export interface Curve {
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
}

export function throughputAt({ lambda, sigma, kappa }: Curve, threads: number): number {
  return lambda * relativeCapacity(sigma, kappa, threads);
}

function relativeCapacity(sigma: number, kappa: number, threads: number): number {
  return threads / (1 + sigma * (threads - 1) + kappa * threads * (threads - 1));
}

/**
 * Least squares of relative deviations: of the logarithms, for which the best lambda of given sigma and kappa is known.
 * The two that remain are searched with a shrinking pattern from several starts, projected to the quarter plane.
 */
export function fitCurve(
  points: readonly (readonly [threads: number, throughput: number])[],
  starts: readonly Pick<Curve, 'sigma' | 'kappa'>[] = STARTS,
): Curve {
  const lambdaFor = (sigma: number, kappa: number): number =>
    Math.exp(mean(points.map(([threads, x]) => Math.log(x / relativeCapacity(sigma, kappa, threads)))));
  const error = (sigma: number, kappa: number): number => {
    const lambda = Math.log(lambdaFor(sigma, kappa));
    return mean(points.map(([threads, x]) => (Math.log(x / relativeCapacity(sigma, kappa, threads)) - lambda) ** 2));
  };
  let best = { sigma: 0, kappa: 0, error: error(0, 0) };
  for (const start of starts) {
    let at = { ...start, error: error(start.sigma, start.kappa) };
    for (let step = 0.5; step > 1e-9; ) {
      const next = neighbours(at.sigma, at.kappa, step)
        .map(([sigma, kappa]) => ({ sigma, kappa, error: error(sigma, kappa) }))
        .reduce((a, b) => (b.error < a.error ? b : a));
      if (next.error < at.error) at = next;
      else step /= 2;
    }
    if (at.error < best.error) best = at;
  }
  return { lambda: lambdaFor(best.sigma, best.kappa), sigma: best.sigma, kappa: best.kappa };
}

const STARTS = [
  { sigma: 0, kappa: 0 },
  { sigma: 1, kappa: 0 },
  { sigma: 0.1, kappa: 0.1 },
  { sigma: 2, kappa: 1 },
];

/** Steps along both axes and both diagonals: a bent valley has no way down along the axes alone. */
function neighbours(sigma: number, kappa: number, step: number): [number, number][] {
  const moves: [number, number][] = [];
  for (const a of [-1, 0, 1]) {
    for (const b of [-1, 0, 1]) {
      if (a !== 0 || b !== 0) moves.push([Math.max(0, sigma + a * step), Math.max(0, kappa + b * step)]);
    }
  }
  return moves;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
