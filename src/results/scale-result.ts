// Result of a measurement of throughput: its schema, its type, and the threads' pinning.

import * as v from 'valibot';
import { type ScaleConfig, scaleOptions } from '../options/scale-options.js';
import { configSchema } from './config-schema.js';
import * as is from './parts.js';

/** As `scale` allows; a limit keeps a hostile file from asking for endless memory. */
const mostTrials = v.pipe(is.count(), v.maxValue(10_000));
const mostThreads = 1024;

export type { ScaleConfig };

const casRetries = 'Repeated attempts of compare-and-swap loops, per operation.';
const failedGets = 'Gets that failed, per operation.';
const abortedFrees = 'Puts that reached 0 and lost step 2, per operation.';
const gets = 'Gets that succeeded, per operation.';
const frees = 'Pages freed, per operation.';

const trial = is.object({
  round: is.described(mostTrials, 'Round of trials. All cells take turns in each round.'),
  opsPerSec: is.positive('Operations per second of the time in which all threads ran.'),
  perThread: is.described(
    v.pipe(is.list(is.positive()), v.maxLength(mostThreads)),
    'Operations per second of each thread.',
  ),
  casRetriesPerOp: is.positive(casRetries),
  failedGetsPerOp: is.positive(failedGets),
  abortedFreesPerOp: is.positive(abortedFrees),
  getsPerOp: is.positive(gets),
  freesPerOp: is.positive(frees),
});
export interface ScaleTrial extends is.Infer<typeof trial> {}

const cell = { protocol: is.text(), engine: is.engine, workload: is.text() };

const series = is.object({
  ...cell,
  threads: is.count('Number of threads.'),
  oversubscribed: is.oversubscribed,
  samples: is.list(is.positive(), 'Operations per second of all threads together, one for each trial.'),
  trials: is.list(trial, 'Each trial in full.'),
  median: is.orNull(is.positive(), 'Median of the samples, in operations per second. Null: there are none.'),
  low: is.orNull(
    is.positive(),
    'Lower end of the interval of 95 % of the median, which allows for the drift. Null: there are no samples.',
  ),
  high: is.orNull(is.positive(), 'Upper end of the same interval.'),
  perThread: is.orNull(
    is.object({
      min: is.positive('Median over the trials of the slowest thread, in operations per second.'),
      max: is.positive('Median over the trials of the fastest thread, in operations per second.'),
    }),
    'How fairly the threads were served. Null: there are no samples.',
  ),
  casRetriesPerOp: is.orNull(is.positive(), `${casRetries} Median over the trials.`),
  failedGetsPerOp: is.orNull(is.positive(), `${failedGets} Median over the trials.`),
  abortedFreesPerOp: is.orNull(is.positive(), `${abortedFrees} Median over the trials.`),
  getsPerOp: is.orNull(is.positive(), `${gets} Median over the trials.`),
  freesPerOp: is.orNull(is.positive(), `${frees} Median over the trials.`),
  bytesPerPage: is.count(
    'Memory that the count of one page takes, in bytes: its count word, and the words that each thread has for it.',
  ),
  speedupVsOld: is.orNull(
    is.estimate,
    'Throughput divided by that of the protocol old in the same cell and round, or of the first protocol where old takes no part. Null: there is nothing to compare with.',
  ),
  ratioToNative: is.orNull(
    is.estimate,
    'Throughput divided by that of the native engine in the same cell and round. Null: there is none.',
  ),
  failures: is.list(is.text(), 'Why trials failed, one for each that did.'),
});
export interface ScaleSeries extends is.Infer<typeof series> {}

const fit = v.variant('model', [
  is.object({
    model: is.described(
      v.literal('usl'),
      'Universal Scalability Law: throughput(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)) with N threads.',
    ),
    lambda: is.described(is.estimate, 'Throughput of one thread as fitted, in operations per second.'),
    sigma: is.described(is.estimate, 'Share of the work that waits in line.'),
    kappa: is.described(is.estimate, 'What threads pay for agreeing with each other.'),
    peakThreads: is.orNull(
      is.positive(),
      'Number of threads at which the curve is highest: extrapolated where it is beyond those that were measured. Null: the curve does not fall.',
    ),
    worstResidual: is.positive('Largest deviation of a point from the curve, as a share.'),
  }),
  is.object({ model: v.literal('none'), reason: is.text('Why there is no curve.') }),
]);

const fitted = is.object({ ...cell, fit });
export type ScaleFit = is.Infer<typeof fitted>;

export const scaleSchema = is.file(
  'reftorture/scale@1',
  'Measurement of throughput',
  'Operations per second across numbers of threads: every trial, medians with intervals, fits. Written by scale.',
  {
    config: is.described(configSchema(scaleOptions), 'What was measured.'),
    environment: is.environment,
    cpuOrder: is.list(is.count(), 'Numbers of the CPUs, in the order in which threads are pinned to them.'),
    elapsedMs: is.positive('Time of the whole measurement, in milliseconds.'),
    othersShare: is.orNull(
      is.positive(),
      'Share of the CPU time that other processes and the hypervisor took meanwhile, from 0 to 1. Null: unknown.',
    ),
    drift: is.orNull(
      is.positive(),
      "Standard error of the machine's speed as a whole, as a share. Null: too few cells or rounds to tell.",
    ),
    series: is.list(series, 'One for each protocol, engine, workload and number of threads.'),
    fits: is.list(fitted, 'A curve over the numbers of threads for each protocol, engine and workload.'),
    warnings: is.list(is.text(), 'What a reader must know before a number is believed.'),
    interrupted: is.interrupted,
  },
);
export interface ScaleResult extends is.Infer<typeof scaleSchema> {}
