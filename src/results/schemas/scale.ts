// The shape of a throughput measurement, as read from a file.

import * as v from 'valibot';
import { ENGINES } from '../../engines/sources.js';
import { TIERS } from '../../engines/tier.js';
import { PIN_ORDERS } from '../../machine/pin-order.js';
import type { Estimate } from '../../statistics/estimate.js';
import type { ScaleConfig, ScaleFit, ScaleResult, ScaleSeries, ScaleTrial } from '../scale-result.js';
import { count, environment, positive, type SchemaOf, text } from './parts.js';

const estimate: SchemaOf<Estimate> = v.object({ median: positive, low: positive, high: positive });

/** As `scale` allows; a limit keeps a hostile file from asking for endless memory. */
const mostTrials = v.pipe(count, v.maxValue(10_000));
const mostThreads = 1024;

const config: SchemaOf<ScaleConfig> = v.object({
  protocols: v.array(text),
  workloads: v.array(text),
  engines: v.array(v.picklist(ENGINES)),
  native: v.boolean(),
  tier: v.picklist(TIERS),
  threads: v.array(count),
  durationMs: positive,
  trials: mostTrials,
  pages: count,
  pin: v.boolean(),
  pinOrder: v.picklist(PIN_ORDERS),
  seed: count,
});

const trial: SchemaOf<ScaleTrial> = v.object({
  round: mostTrials,
  opsPerSec: positive,
  perThread: v.pipe(v.array(positive), v.maxLength(mostThreads)),
  casRetriesPerOp: positive,
  failedGetsPerOp: positive,
  abortedFreesPerOp: positive,
});

const cell = { protocol: text, engine: v.picklist([...ENGINES, 'native']), workload: text };

const series: SchemaOf<ScaleSeries> = v.object({
  ...cell,
  threads: count,
  oversubscribed: v.boolean(),
  samples: v.array(positive),
  trials: v.array(trial),
  median: v.nullable(positive),
  low: v.nullable(positive),
  high: v.nullable(positive),
  perThread: v.nullable(v.object({ min: positive, max: positive })),
  casRetriesPerOp: v.nullable(positive),
  failedGetsPerOp: v.nullable(positive),
  abortedFreesPerOp: v.nullable(positive),
  speedupVsOld: v.nullable(estimate),
  ratioToNative: v.nullable(estimate),
  failures: v.array(text),
});

const fit: SchemaOf<ScaleFit['fit']> = v.variant('model', [
  v.object({
    model: v.literal('usl'),
    lambda: estimate,
    sigma: estimate,
    kappa: estimate,
    peakThreads: v.nullable(positive),
    worstResidual: positive,
  }),
  v.object({ model: v.literal('none'), reason: text }),
]);

export const scaleSchema = v.object({
  schema: v.literal('reftorture/scale@1'),
  config,
  environment,
  cpuOrder: v.array(count),
  elapsedMs: positive,
  othersShare: v.nullable(positive),
  drift: v.nullable(positive),
  series: v.array(series),
  fits: v.array(v.object({ ...cell, fit })),
  warnings: v.array(text),
  interrupted: v.boolean(),
}) satisfies SchemaOf<ScaleResult>;
