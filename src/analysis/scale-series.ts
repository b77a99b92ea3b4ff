// Measurements by series: medians, ratios, curves; and what the protocols gain and lose, side by side.

import { groupBy } from '../group-by.js';
import type { ScaleFit, ScaleResult, ScaleSeries, ScaleTrial } from '../results/scale-result.js';
import { allowingFor, driftOf } from '../statistics/drift.js';
import { type Estimate, median, medianWithInterval } from '../statistics/estimate.js';
import type { Random } from '../statistics/random.js';
import { fitUsl } from '../statistics/usl.js';

/** One place of a measurement's table, with its trials. */
export type MeasuredCell = Pick<
  ScaleSeries,
  'protocol' | 'engine' | 'workload' | 'threads' | 'oversubscribed' | 'trials' | 'failures' | 'bytesPerPage'
>;

/** A series on an engine, or on a machine in place of one. */
export type Curve = Omit<ScaleSeries, 'engine'> & { readonly engine: string };

/** Returns the protocol that the others are compared with: `old`, or the first where `old` takes no part. */
export function baselineOf(protocols: readonly string[]): string {
  return protocols.includes('old') ? 'old' : (protocols[0] ?? 'old');
}

/** Computes all statistics of `cells`. Trials of one round are paired. */
export function statisticsOf(
  cells: readonly MeasuredCell[],
  protocols: readonly string[],
  random: Random,
): Pick<ScaleResult, 'drift' | 'series' | 'fits'> {
  const drift = driftOf(cells);
  const baseline = baselineOf(protocols);
  const ratioTo = (cell: MeasuredCell, change: Partial<MeasuredCell>): Estimate | null => {
    const other = cells.find((candidate) => cellKey(candidate) === cellKey({ ...cell, ...change }));
    if (!other || other === cell) return null;
    return ratioOfTrials(cell, other, random);
  };
  const series = cells.map((cell) => ({
    ...summary(cell, drift, random),
    speedupVsOld: ratioTo(cell, { protocol: baseline }),
    ratioToNative: ratioTo(cell, { engine: 'native' }),
  }));
  return { drift, series, fits: fitsOf(series, random) };
}

/** Equal for cells of repeated measurements. */
export function cellKey({ protocol, engine, workload, threads }: MeasuredCell): string {
  return JSON.stringify([protocol, engine, workload, threads]);
}

type Tried = { readonly trials: readonly Pick<ScaleTrial, 'round' | 'opsPerSec'>[] };

/**
 * Returns how many times as fast as `base` a cell is: the median of the ratios of trials of one round, which took turns, so
 * that whatever slowed a whole round down cancels out.
 */
export function ratioOfTrials(cell: Tried, base: Tried, random: Random): Estimate | null {
  const ratios = ratiosByRound(cell, base);
  return ratios.length === 0 ? null : medianWithInterval(ratios, random);
}

/** Returns how many times as fast as `base` a cell is in each round in which both were tried. */
export function ratiosByRound(cell: Tried, base: Tried): number[] {
  const others = new Map(base.trials.map(({ round, opsPerSec }) => [round, opsPerSec]));
  return cell.trials.flatMap(({ round, opsPerSec }) => {
    const other = others.get(round);
    return other ? opsPerSec / other : [];
  });
}

function summary(
  cell: MeasuredCell,
  drift: number | null,
  random: Random,
): Omit<ScaleSeries, 'speedupVsOld' | 'ratioToNative'> {
  const { protocol, engine, workload, threads, oversubscribed, trials, failures, bytesPerPage } = cell;
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
    workload,
    oversubscribed,
    median: interval?.median ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    perThread: slowest === null || fastest === null ? null : { min: slowest, max: fastest },
    casRetriesPerOp: middle(({ casRetriesPerOp }) => casRetriesPerOp),
    failedGetsPerOp: middle(({ failedGetsPerOp }) => failedGetsPerOp),
    abortedFreesPerOp: middle(({ abortedFreesPerOp }) => abortedFreesPerOp),
    getsPerOp: middle(({ getsPerOp }) => getsPerOp),
    freesPerOp: middle(({ freesPerOp }) => freesPerOp),
    bytesPerPage,
  };
}

/** Fits one curve for each protocol, engine and workload, over the numbers of threads that have a CPU each. */
function fitsOf(series: readonly ScaleSeries[], random: Random): ScaleFit[] {
  const curves = groupBy(series, ({ protocol, engine, workload }) => JSON.stringify([protocol, engine, workload]));
  return curves.map((entries) => {
    const { protocol, engine, workload } = entries[0] as ScaleSeries;
    const points = entries.filter(({ oversubscribed }) => !oversubscribed);
    return { protocol, engine, workload, fit: fitUsl(points, random) };
  });
}

/** Workloads in which an addition takes the place of a loop. */
const GAINS = ['shared', 'read'];
/** Workloads in which a locked instruction takes the place of a load, or is added. */
const LOSSES = ['failed-get', 'free', 'free-contended'];

/** The workloads that it takes to judge a gain, and a loss, each with its cost in words. */
const NEEDED = {
  gain: [['shared', 'what sharing a page gains']],
  loss: [
    ['failed-get', 'what a failed get costs'],
    ['free', 'what a free costs'],
  ],
} as const;

/** A protocol at a number of threads. */
export interface Balance extends Pick<ScaleSeries, 'protocol' | 'engine' | 'threads' | 'oversubscribed'> {
  /** Speed relative to the base, for each of the workloads; null where it was not to be had. */
  readonly ratios: readonly (Estimate | null)[];
}

/**
 * Compares the workloads, gains first, with those of the protocol `base`: in rows, if there are gains and losses; `missing` is
 * a sentence on the other side of what was measured, and how to measure it. Undefined where nothing is compared, or neither
 * was measured.
 */
export function gainsAndLosses({ config, series }: ScaleResult) {
  const gains = GAINS.filter((name) => config.workloads.includes(name));
  const losses = LOSSES.filter((name) => config.workloads.includes(name));
  if (config.protocols.length < 2 || gains.length + losses.length === 0) return undefined;
  const base = baselineOf(config.protocols);
  const workloads = [...gains, ...losses];
  const compared = series.filter(({ protocol }) => protocol !== base);
  const rows = groupBy(compared, ({ protocol, engine, threads }) => JSON.stringify([protocol, engine, threads]))
    .map((cells): Balance => {
      const { protocol, engine, threads, oversubscribed } = cells[0] as ScaleSeries;
      const ratioIn = (name: string) => cells.find(({ workload }) => workload === name)?.speedupVsOld ?? null;
      return { protocol, engine, threads, oversubscribed, ratios: workloads.map(ratioIn) };
    })
    .filter(({ ratios }) => ratios.some((ratio) => ratio !== null));
  const place = ({ protocol }: Balance): number => config.protocols.indexOf(protocol);
  const sorted = rows.sort((a, b) => place(a) - place(b)); // by engine and threads as they were
  const both = gains.length > 0 && losses.length > 0;
  return { base, workloads, rows: both ? sorted : [], missing: missingIn(gains, losses) };
}

function missingIn(gains: readonly string[], losses: readonly string[]): string | undefined {
  const absent = [
    ...(gains.length === 0 ? NEEDED.gain : []),
    ...NEEDED.loss.filter(([workload]) => !losses.includes(workload)),
  ];
  if (absent.length === 0) return undefined;
  const names = absent.map(([workload]) => workload).join(',');
  return `Not measured here: ${absent.map(([, words]) => words).join(', ')} (--workload ${names}).`;
}
