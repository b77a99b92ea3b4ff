// Result of a measurement of throughput: its schema, its type, and the threads' pinning.

import * as v from 'valibot';
import { type ScaleConfig, scaleOptions } from '../options/scale-options.js';
import type { NoFit, UslFit } from '../statistics/usl.js';
import { configSchema } from './config-schema.js';
import {
  count,
  described,
  engine,
  environment,
  estimate,
  head,
  type Infer,
  interrupted,
  oversubscribed,
  positive,
  type SchemaOf,
  text,
  titled,
} from './parts.js';

/** As `scale` allows; a limit keeps a hostile file from asking for endless memory. */
const mostTrials = v.pipe(count, v.maxValue(10_000));
const mostThreads = 1024;

export type { ScaleConfig };

const casRetries = 'Repeated attempts of compare-and-swap loops, per operation.';
const failedGets = 'Gets that failed, per operation.';
const abortedFrees = 'Puts that reached 0 and lost step 2, per operation.';
const gets = 'Gets that succeeded, per operation.';
const frees = 'Pages freed, per operation.';

const trial = v.object({
  round: described(mostTrials, 'Round of trials. All cells take turns in each round.'),
  opsPerSec: described(positive, 'Operations per second of the time in which all threads ran.'),
  perThread: described(v.pipe(v.array(positive), v.maxLength(mostThreads)), 'Operations per second of each thread.'),
  casRetriesPerOp: described(positive, casRetries),
  failedGetsPerOp: described(positive, failedGets),
  abortedFreesPerOp: described(positive, abortedFrees),
  getsPerOp: described(positive, gets),
  freesPerOp: described(positive, frees),
});
export interface ScaleTrial extends Infer<typeof trial> {}

const cell = { protocol: text, engine, workload: text };

const series = v.object({
  ...cell,
  threads: described(count, 'Number of threads.'),
  oversubscribed,
  samples: described(v.array(positive), 'Operations per second of all threads together, one for each trial.'),
  trials: described(v.array(trial), 'Each trial in full.'),
  median: described(v.nullable(positive), 'Median of the samples, in operations per second. Null: there are none.'),
  low: described(
    v.nullable(positive),
    'Lower end of the interval of 95 % of the median, which allows for the drift. Null: there are no samples.',
  ),
  high: described(v.nullable(positive), 'Upper end of the same interval.'),
  perThread: described(
    v.nullable(
      v.object({
        min: described(positive, 'Median over the trials of the slowest thread, in operations per second.'),
        max: described(positive, 'Median over the trials of the fastest thread, in operations per second.'),
      }),
    ),
    'How fairly the threads were served. Null: there are no samples.',
  ),
  casRetriesPerOp: described(v.nullable(positive), `${casRetries} Median over the trials.`),
  failedGetsPerOp: described(v.nullable(positive), `${failedGets} Median over the trials.`),
  abortedFreesPerOp: described(v.nullable(positive), `${abortedFrees} Median over the trials.`),
  getsPerOp: described(v.nullable(positive), `${gets} Median over the trials.`),
  freesPerOp: described(v.nullable(positive), `${frees} Median over the trials.`),
  bytesPerPage: described(
    count,
    'Memory that the count of one page takes, in bytes: its count word, and the words that each thread has for it.',
  ),
  speedupVsOld: described(
    v.nullable(estimate),
    'Throughput divided by that of the protocol old in the same cell and round, or of the first protocol where old takes no part. Null: there is nothing to compare with.',
  ),
  ratioToNative: described(
    v.nullable(estimate),
    'Throughput divided by that of the native engine in the same cell and round. Null: there is none.',
  ),
  failures: described(v.array(text), 'Why trials failed, one for each that did.'),
});
export interface ScaleSeries extends Infer<typeof series> {}

const fit: SchemaOf<UslFit | NoFit> = v.variant('model', [
  v.object({
    model: described(
      v.literal('usl'),
      'Universal Scalability Law: throughput(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)) with N threads.',
    ),
    lambda: described(estimate, 'Throughput of one thread as fitted, in operations per second.'),
    sigma: described(estimate, 'Share of the work that waits in line.'),
    kappa: described(estimate, 'What threads pay for agreeing with each other.'),
    peakThreads: described(
      v.nullable(positive),
      'Number of threads at which the curve is highest: extrapolated where it is beyond those that were measured. Null: the curve does not fall.',
    ),
    worstResidual: described(positive, 'Largest deviation of a point from the curve, as a share.'),
  }),
  v.object({ model: v.literal('none'), reason: described(text, 'Why there is no curve.') }),
]);

const fitted = v.object({ ...cell, fit });
export type ScaleFit = Infer<typeof fitted>;

const scaleResult = v.object({
  ...head('reftorture/scale@1'),
  config: described(configSchema(scaleOptions), 'What was measured.'),
  environment,
  cpuOrder: described(v.array(count), 'Numbers of the CPUs, in the order in which threads are pinned to them.'),
  elapsedMs: described(positive, 'Time of the whole measurement, in milliseconds.'),
  othersShare: described(
    v.nullable(positive),
    'Share of the CPU time that other processes and the hypervisor took meanwhile, from 0 to 1. Null: unknown.',
  ),
  drift: described(
    v.nullable(positive),
    "Standard error of the machine's speed as a whole, as a share. Null: too few cells or rounds to tell.",
  ),
  series: described(v.array(series), 'One for each protocol, engine, workload and number of threads.'),
  fits: described(v.array(fitted), 'A curve over the numbers of threads for each protocol, engine and workload.'),
  warnings: described(v.array(text), 'What a reader must know before a number is believed.'),
  interrupted,
});
export interface ScaleResult extends Infer<typeof scaleResult> {}

export const scaleSchema: SchemaOf<ScaleResult> = titled(
  scaleResult,
  'Measurement of throughput',
  'Operations per second across numbers of threads: every trial, medians with intervals, fits. Written by scale.',
);

const NOT_PINNED = 'not pinned: ';

export function pinWarning(problem: string): string {
  return NOT_PINNED + problem;
}

/** Why threads were not pinned that should have been. */
export function pinProblemOf({ warnings }: ScaleResult): string | undefined {
  return warnings.find((warning) => warning.startsWith(NOT_PINNED))?.slice(NOT_PINNED.length);
}

/** The CPUs that threads were pinned to, in their order; none where that was not asked for, or did not work. */
export function pinnedTo(result: ScaleResult): readonly number[] {
  return result.config.pin && pinProblemOf(result) === undefined ? result.cpuOrder : [];
}
