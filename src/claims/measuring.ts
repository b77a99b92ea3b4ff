// Costs in words, from measurements of `scale`: made on this machine, with interleaved trials and intervals.
// All protocols of a sentence come from one engine: native code if all of them have it, since V8's baseline code flatters
// short protocols and punishes loops.

import { NativeError } from '../front-end/compile-error.js';
import type { Engine } from '../front-end/sources.js';
import { plural, ratioText } from '../report/numbers.js';
import type { ScaleResult, ScaleSeries } from '../results/scale-result.js';
import { plain, rounded } from '../statistics/digits.js';
import type { Estimate } from '../statistics/estimate.js';
import { disturbance } from './answers.js';
import type { Instruments, SettledPart } from './claim.js';

/** One workload of some protocols, from one engine, without what is oversubscribed. */
export interface Measured {
  readonly result: ScaleResult;
  readonly engine: Engine;
  readonly protocols: readonly string[];
}

export async function measure(
  instruments: Instruments,
  protocols: readonly string[],
  workload: string,
): Promise<Measured> {
  const config = {
    protocols,
    workloads: [workload],
    ...(instruments.quick ? { trials: 9, durationMs: 40 } : { trials: 15, durationMs: 80 }),
  };
  const result = await instruments.scale({ ...config, native: true }).catch((error: unknown) => {
    if (!(error instanceof NativeError)) throw error;
    return instruments.scale(config);
  });
  return { result, engine: engineFor(result, protocols), protocols };
}

/** Native code where every one of `protocols` was measured in it, else the first engine that runs them all. */
function engineFor({ series }: ScaleResult, protocols: readonly string[]): Engine {
  const has = (engine: Engine): boolean =>
    protocols.every((protocol) =>
      series.some((one) => one.protocol === protocol && one.engine === engine && one.median !== null),
    );
  const engines = [...new Set(series.map(({ engine }) => engine))];
  return has('native') ? 'native' : (engines.find((engine) => engine !== 'native' && has(engine)) ?? 'wasm');
}

/** Returns the series of `protocol`, by number of threads. */
export function seriesOf({ result, engine }: Measured, protocol: string): ScaleSeries[] {
  return result.series.filter((one) => one.protocol === protocol && one.engine === engine && !one.oversubscribed);
}

export function atThreads(measured: Measured, protocol: string, threads: number): ScaleSeries | undefined {
  return seriesOf(measured, protocol).find((one) => one.threads === threads);
}

/** Returns how many times as fast as the first protocol `protocol` is, if that was measured. */
export function speedUp(measured: Measured, protocol: string, threads: number): Estimate | null {
  return atThreads(measured, protocol, threads)?.speedupVsOld ?? null;
}

/** The most threads of which each has a CPU of its own. */
export function mostThreads(measured: Measured): number {
  const [protocol = ''] = measured.protocols;
  return Math.max(0, ...seriesOf(measured, protocol).map(({ threads }) => threads));
}

export function engineName({ engine }: Measured): string {
  return engine === 'native' ? 'native code' : `${engine}, V8's baseline code`;
}

/** The ratio of `protocol` to the first one, for each number of threads. */
export function ratios(measured: Measured, protocol: string): string {
  const [base] = measured.protocols;
  return seriesOf(measured, protocol)
    .map(
      ({ threads, speedupVsOld }) =>
        `${protocol} / ${base} with ${plural(threads, 'thread')} ${speedupVsOld ? ratioText(speedupVsOld) : 'has no sample'}`,
    )
    .join(', ');
}

/** Returns the time of one operation in a thread, in nanoseconds. */
function nsPerOperation(series: ScaleSeries | undefined): Estimate | null {
  if (!series || series.median === null || series.low === null || series.high === null) return null;
  const ns = (opsPerSec: number): number => (series.threads * 1e9) / opsPerSec;
  return { median: ns(series.median), low: ns(series.high), high: ns(series.low) };
}

/** Returns the time of one freed page, with all that happened around it. */
export function nsPerFree(series: ScaleSeries | undefined): Estimate | null {
  const estimate = nsPerOperation(series);
  const frees = series?.freesPerOp ?? 1;
  if (!estimate || frees === 0) return null;
  return { median: estimate.median / frees, low: estimate.low / frees, high: estimate.high / frees };
}

function nsInWords(estimate: Estimate | null): string {
  if (!estimate) return 'no sample';
  const { median, low, high } = estimate;
  return `${nanoseconds(median)} [${nanoseconds(low)}, ${nanoseconds(high)}] ns`;
}

export function nanoseconds(ns: number): string {
  return plain(rounded(ns, Math.abs(ns) < 10 ? 2 : 3));
}

/** Returns the speed-up of `protocol` with the most threads over one thread. */
export function gainByThreads(measured: Measured, protocol: string): number | null {
  const one = atThreads(measured, protocol, 1)?.median;
  const most = atThreads(measured, protocol, mostThreads(measured))?.median;
  return one && most ? most / one : null;
}

export function boundOf(measured: Measured, note = ''): Pick<SettledPart, 'bound' | 'commands' | 'strength'> {
  const { config, series, othersShare } = measured.result;
  const disturbed = disturbance(othersShare);
  const threads = [...new Set(series.map((one) => one.threads))].join(', ');
  return {
    strength: 'measured',
    bound: `measured: ${engineName(measured)}, ${threads} threads on this machine, ${config.trials} trials of ${config.durationMs} ms in turns, medians with bootstrap intervals${note}${disturbed ? `; ${disturbed} meanwhile` : ''}`,
    commands: [
      `reftorture scale --protocol ${config.protocols.join(',')} --workload ${config.workloads.join(',')}${config.native ? ' --native' : ''}`,
    ],
  };
}

export function faster(estimate: Estimate): boolean {
  return estimate.low > 1;
}

export function slower(estimate: Estimate): boolean {
  return estimate.high < 1;
}

/** Returns v4's price in words, to stand beside every gain. */
export async function losses(instruments: Instruments): Promise<string> {
  const failed = await measure(instruments, ['old', 'v4'], 'failed-get');
  const freed = await measure(instruments, ['old', 'v4'], 'free');
  return `a failed get costs v4 a locked instruction where old has a load, ${compared(failed, 1)}; a free costs it a second one, ${compared(freed, 1)} (${engineName(failed)}, 1 thread)`;
}

/** Returns v4's gain in words, to stand beside every price. */
export async function gains(instruments: Instruments): Promise<string> {
  const shared = await measure(instruments, ['old', 'v4'], 'shared');
  return `what it buys: shared gets and puts, ${ratios(shared, 'v4')} (${engineName(shared)})`;
}

/** `v4 6.1 [6.0, 6.2] ns, old 0.3 [0.3, 0.3] ns`. */
export function compared(measured: Measured, threads: number, ns = nsPerOperation): string {
  return ['v4', 'old']
    .map((protocol) => `${protocol} ${nsInWords(ns(atThreads(measured, protocol, threads)))}`)
    .join(', ');
}
