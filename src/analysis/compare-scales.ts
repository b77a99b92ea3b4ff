// Two measurements of throughput, cell by cell.

import type { CompareRow, Comparison } from '../results/compare-result.js';
import type { ScaleResult, ScaleSeries } from '../results/scale-result.js';
import { allowingFor } from '../statistics/drift.js';
import { type Estimate, LEAST_SAMPLES, median, quantile, TAIL } from '../statistics/estimate.js';
import { type Random, resampled, seededRandom } from '../statistics/random.js';
import { difference, environmentDifferences, wordFor } from './compare.js';

/** From here on the rank of a resampled median, a beta variate, is as good as normal with deviation 1 / (2 sqrt n). */
const MANY_SAMPLES = 500;
const RESAMPLES = 2000;

export function compareScales(a: ScaleResult, b: ScaleResult, margin: number): Comparison {
  const random = seededRandom((a.config.seed * 31 + b.config.seed) | 0);
  const drift = Math.hypot(a.drift ?? 0, b.drift ?? 0);
  const rows: CompareRow[] = [];
  const onlyA: string[] = [];
  for (const cell of a.series) {
    const other = b.series.find((candidate) => nameOf(candidate) === nameOf(cell));
    if (other) rows.push(rowOf(cell, other, drift, margin, random));
    else onlyA.push(nameOf(cell));
  }
  const known = new Set(a.series.map(nameOf));
  const environment = environmentDifferences(a.environment, b.environment);
  const compilers =
    a.config.compiler && b.config.compiler ? difference('compiler', a.config.compiler, b.config.compiler) : [];
  const settings = (['tier', 'pin', 'pinOrder', 'pages'] as const).flatMap((key) =>
    difference(key, a.config[key], b.config[key]),
  );
  return {
    rows,
    onlyA,
    onlyB: b.series.map(nameOf).filter((name) => !known.has(name)),
    obstacles: [...environment.obstacles, ...settings],
    changes: [...environment.changes, ...compilers],
  };
}

function nameOf({ workload, engine, protocol, threads }: ScaleSeries): string {
  return `${workload} x${threads}, ${protocol} on ${engine}`;
}

function rowOf(a: ScaleSeries, b: ScaleSeries, drift: number, margin: number, random: Random): CompareRow {
  const { protocol, engine, workload, threads } = a;
  const oversubscribed = a.oversubscribed || b.oversubscribed;
  const cell = {
    quantity: 'operations',
    protocol,
    engine,
    workload,
    threads,
    oversubscribed,
    a: a.median,
    b: b.median,
  };
  const fewest = Math.min(a.samples.length, b.samples.length);
  if (fewest < LEAST_SAMPLES) {
    const reason = `${fewest} trials: an interval needs ${LEAST_SAMPLES} on both sides`;
    return { ...cell, ratio: null, word: 'cannot tell', reason };
  }
  const estimate = ratioOfMedians(a.samples, b.samples, random);
  if (!estimate) return { ...cell, ratio: null, word: 'cannot tell', reason: 'no throughput in some trials' };
  const ratio = allowingFor(drift, estimate);
  return { ...cell, ratio, word: wordFor(ratio, margin, ['faster', 'slower']), reason: null };
}

/**
 * Median of `b` over median of `a`, with a percentile bootstrap interval. The two runs did not take turns, so what
 * changed on the machine between them is in the ratio, and in the interval only as far as it changed within them.
 */
function ratioOfMedians(a: readonly number[], b: readonly number[], random: Random): Estimate | undefined {
  const [drawA, drawB] = [resampledMedians(a, random), resampledMedians(b, random)];
  const draws = Array.from({ length: RESAMPLES }, () => drawB() / drawA());
  const middle = median(b) / median(a);
  if (!Number.isFinite(middle) || !draws.every(Number.isFinite)) return undefined;
  return { median: middle, low: quantile(draws, TAIL), high: quantile(draws, 1 - TAIL) };
}

/** Medians of resampled `samples`, one a call. */
function resampledMedians(samples: readonly number[], random: Random): () => number {
  if (samples.length < MANY_SAMPLES) {
    return () => median(resampled(samples, random));
  }
  const sorted = [...samples].sort((x, y) => x - y);
  return () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()); // Box and Muller
    const rank = 0.5 + normal / (2 * Math.sqrt(sorted.length));
    return sorted[Math.round(Math.min(1, Math.max(0, rank)) * (sorted.length - 1))] ?? Number.NaN;
  };
}
