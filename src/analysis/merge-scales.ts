// Repeated measurements of one configuration taken together: every trial of all of them, and the statistics anew.

import { withoutOrigin } from '../results/origin.js';
import type { ScaleResult, ScaleSeries, ScaleTrial } from '../results/scale-result.js';
import { allowingFor, driftOf } from '../statistics/drift.js';
import { type Estimate, median, medianWithInterval, pairedRatio } from '../statistics/estimate.js';
import { seededRandom } from '../statistics/random.js';
import { fitUsl } from '../statistics/usl.js';
import { grouped } from './merge-races.js';

/** Equal for measurements that repeat each other: all but seed and number of trials, on the same machine. */
export function scaleKey({ config, environment, cpuOrder }: ScaleResult): string {
  return JSON.stringify([{ ...config, seed: null, trials: null }, environment, cpuOrder]);
}

/** One result for each configuration, in the order of their first measurements. */
export function mergeScales(results: readonly ScaleResult[]): ScaleResult[] {
  return grouped(results, scaleKey).map(merged);
}

function merged(parts: readonly ScaleResult[]): ScaleResult {
  const [first] = parts as [ScaleResult];
  if (parts.length === 1) return first;
  const random = seededRandom(first.config.seed);
  const offsets = parts.map((_, index) => parts.slice(0, index).reduce((sum, { config }) => sum + config.trials, 0));
  const pooled = parts.flatMap(({ series }, part) =>
    series.map((entry) => ({
      ...entry,
      trials: entry.trials.map((trial) => ({ ...trial, round: trial.round + (offsets[part] ?? 0) })),
    })),
  );
  const cells = grouped(pooled, cellKey).map(together);
  const base = first.config.protocols.includes('old') ? 'old' : (first.config.protocols[0] as string);
  const ratio = (cell: ScaleSeries, change: Partial<ScaleSeries>): Estimate | null => {
    const other = cells.find((candidate) => cellKey(candidate) === cellKey({ ...cell, ...change }));
    return other && other !== cell ? pairedRatio(byRound(cell), byRound(other), random) : null;
  };
  const drift = driftOf(cells);
  const series = cells.map((cell) => ({
    ...cell,
    ...(cell.samples.length > 0 && allowingFor(drift, medianWithInterval(cell.samples, random))),
    speedupVsOld: ratio(cell, { protocol: base }),
    ratioToNative: ratio(cell, { engine: 'native' }),
  }));
  return {
    ...withoutOrigin(first),
    config: { ...first.config, trials: parts.reduce((sum, { config }) => sum + config.trials, 0) },
    elapsedMs: parts.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    othersShare: parts.some(({ othersShare }) => othersShare === null)
      ? null
      : Math.max(...parts.map(({ othersShare }) => othersShare ?? 0)),
    drift,
    series,
    fits: grouped(series, ({ protocol, engine, workload }) => JSON.stringify([protocol, engine, workload])).map(
      (entries) => {
        const { protocol, engine, workload } = entries[0] as ScaleSeries;
        return {
          protocol,
          engine,
          workload,
          fit: fitUsl(
            entries.filter(({ oversubscribed }) => !oversubscribed),
            random,
          ),
        };
      },
    ),
    warnings: [`${parts.length} measurements taken together`, ...new Set(parts.flatMap(({ warnings }) => warnings))],
    interrupted: parts.some(({ interrupted }) => interrupted),
  };
}

function cellKey({ protocol, engine, workload, threads }: ScaleSeries): string {
  return JSON.stringify([protocol, engine, workload, threads]);
}

function together(cells: readonly ScaleSeries[]): ScaleSeries {
  const [first] = cells as [ScaleSeries];
  const trials = cells.flatMap((cell) => cell.trials);
  const middle = (of: (trial: ScaleTrial) => number): number | null =>
    trials.length > 0 ? median(trials.map(of)) : null;
  const slowest = middle(({ perThread }) => Math.min(...perThread));
  const fastest = middle(({ perThread }) => Math.max(...perThread));
  return {
    ...first,
    trials,
    samples: trials.map(({ opsPerSec }) => opsPerSec),
    perThread: slowest === null || fastest === null ? null : { min: slowest, max: fastest },
    casRetriesPerOp: middle(({ casRetriesPerOp }) => casRetriesPerOp),
    failedGetsPerOp: middle(({ failedGetsPerOp }) => failedGetsPerOp),
    abortedFreesPerOp: middle(({ abortedFreesPerOp }) => abortedFreesPerOp),
    ...(trials.every(({ freesPerOp }) => freesPerOp !== undefined) && {
      getsPerOp: middle(({ getsPerOp = 0 }) => getsPerOp),
      freesPerOp: middle(({ freesPerOp = 0 }) => freesPerOp),
    }),
    failures: cells.flatMap(({ failures }) => failures),
  };
}

function byRound({ trials }: ScaleSeries): (number | undefined)[] {
  const samples: (number | undefined)[] = [];
  for (const { round, opsPerSec } of trials) samples[round] = opsPerSec;
  return Array.from(samples); // without holes
}
