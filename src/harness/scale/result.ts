// The result of a measurement from its trials: series, ratios, fits and warnings.

import { countBytes } from '../../arena/arena.js';
import { clockStepMs } from '../../machine/clock-step.js';
import { describeEnvironment, usableCpus } from '../../machine/environment.js';
import type { ResolvedScale } from '../../requests/scale-request.js';
import type { ScaleFit, ScaleResult, ScaleSeries, ScaleTrial } from '../../results/scale-result.js';
import { allowingFor, driftOf } from '../../statistics/drift.js';
import { type Estimate, median, medianWithInterval, pairedRatio } from '../../statistics/estimate.js';
import type { Random } from '../../statistics/random.js';
import { fitUsl } from '../../statistics/usl.js';
import { type Cell, samplesByRound } from './cell.js';
import { warningsOf } from './warnings.js';

export interface MeasurementConditions {
  readonly cpus: readonly number[];
  readonly elapsedMs: number;
  readonly othersShare: number | null;
  readonly interrupted: boolean;
  readonly pinProblems: readonly string[];
  readonly random: Random;
}

export function scaleResult(
  { config, remarks }: Pick<ResolvedScale, 'config' | 'remarks'>,
  cells: readonly Cell[],
  measurementConditions: MeasurementConditions,
): ScaleResult {
  const { cpus, elapsedMs, othersShare, interrupted, pinProblems, random } = measurementConditions;
  const environment = describeEnvironment();
  const usable = usableCpus(environment);
  const baseline = config.protocols.includes('old') ? 'old' : (config.protocols[0] as string);
  const partner = (cell: Cell, change: Partial<Pick<Cell, 'protocol' | 'engine'>>): Cell | undefined => {
    const wanted = { ...cell, ...change };
    return cells.find(
      (other) =>
        other !== cell &&
        other.protocol === wanted.protocol &&
        other.engine === wanted.engine &&
        other.workload === wanted.workload &&
        other.threads === wanted.threads,
    );
  };
  const ratioTo = (cell: Cell, other: Cell | undefined): Estimate | null =>
    other ? pairedRatio(samplesByRound(cell, config.trials), samplesByRound(other, config.trials), random) : null;
  const drift = driftOf(cells.map(({ trials, threads }) => ({ trials, oversubscribed: threads > usable })));
  const series = cells.map(
    (cell): ScaleSeries => ({
      ...summary(cell, drift, random),
      oversubscribed: cell.threads > usable,
      speedupVsOld: ratioTo(cell, partner(cell, { protocol: baseline })),
      ratioToNative: ratioTo(cell, partner(cell, { engine: 'native' })),
    }),
  );
  return {
    schema: 'reftorture/scale@1',
    config,
    environment,
    cpuOrder: cpus,
    elapsedMs,
    othersShare,
    drift,
    series,
    fits: fitsOf(series, random),
    warnings: [
      ...remarks,
      ...warningsOf({
        config,
        environment,
        series,
        othersShare,
        pinProblems,
        baseline,
        usable,
        clockStepMs: clockStepMs(),
      }),
    ],
    interrupted,
  };
}

function summary(
  cell: Cell,
  drift: number | null,
  random: Random,
): Omit<ScaleSeries, 'oversubscribed' | 'speedupVsOld' | 'ratioToNative'> {
  const { protocol, engine, threads, trials, failures, medianOpsPerSec } = cell;
  const samples = trials.map(({ opsPerSec }) => opsPerSec);
  const interval = samples.length > 0 ? allowingFor(drift, medianWithInterval(samples, random)) : undefined;
  const middle = (of: (trial: ScaleTrial) => number): number | null =>
    trials.length > 0 ? median(trials.map(of)) : null;
  const slowest = middle(({ perThread }) => Math.min(...perThread));
  const fastest = middle(({ perThread }) => Math.max(...perThread));
  return {
    protocol,
    engine,
    threads,
    trials,
    samples,
    failures,
    workload: cell.workload.name,
    median: medianOpsPerSec ?? interval?.median ?? null, // an interrupted cell has samples, but no statistics of tinybench's
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    perThread: slowest === null || fastest === null ? null : { min: slowest, max: fastest },
    casRetriesPerOp: middle(({ casRetriesPerOp }) => casRetriesPerOp),
    failedGetsPerOp: middle(({ failedGetsPerOp }) => failedGetsPerOp),
    abortedFreesPerOp: middle(({ abortedFreesPerOp }) => abortedFreesPerOp),
    getsPerOp: middle(({ getsPerOp = 0 }) => getsPerOp),
    freesPerOp: middle(({ freesPerOp = 0 }) => freesPerOp),
    bytesPerPage: countBytes(cell.perThreadWords ?? 0, threads),
  };
}

/** One curve for each protocol, engine and workload, over the numbers of threads that have a CPU each. */
function fitsOf(series: readonly ScaleSeries[], random: Random): ScaleFit[] {
  const curves = new Map<string, ScaleSeries[]>();
  for (const entry of series) {
    const key = JSON.stringify([entry.protocol, entry.engine, entry.workload]);
    curves.set(key, [...(curves.get(key) ?? []), entry]);
  }
  return [...curves.values()].map((entries) => {
    const [first] = entries as [ScaleSeries];
    const { protocol, engine, workload } = first;
    const points = entries.filter(({ oversubscribed }) => !oversubscribed);
    return { protocol, engine, workload, fit: fitUsl(points, random) };
  });
}
