// Results made by hand, small and with known numbers.

import type { Environment } from '../../src/machine/environment.js';
import type { RaceConfig, RaceResult } from '../../src/results/race-result.js';
import type { ScaleConfig, ScaleResult, ScaleSeries } from '../../src/results/scale-result.js';
import { byName } from '../../src/results/verdicts.js';

export const ENVIRONMENT: Environment = {
  cpuModel: 'Model T',
  cpus: 2,
  threadsPerCore: 1,
  cpuQuota: null,
  kernel: 'Linux 6.1',
  governor: null,
  node: '20.19.0',
  v8: '11.3',
  reftorture: '0.1.0',
};

const RACE_CONFIG: RaceConfig = {
  protocol: 'v4',
  scenario: 'email',
  engine: 'wasm',
  tier: 'baseline',
  threads: 2,
  pages: 1,
  pageBytes: 64,
  slots: 1,
  durationMs: 1000,
  stall: { kind: 'none', amount: 0, probability: 0 },
  dtor: 'captured',
  recheck: true,
  reuse: 'hot',
  seed: 1,
  pin: false,
  stopOnViolation: false,
};

export interface RaceChange {
  readonly config?: Partial<RaceConfig>;
  readonly environment?: Partial<Environment>;
  readonly stolenFree?: number;
  readonly rest?: Partial<RaceResult>;
}

/** A second on two threads with a million of each operation, and `stolenFree` stolen frees. */
export function raceFixture({ config = {}, environment = {}, stolenFree = 0, rest = {} }: RaceChange = {}): RaceResult {
  return {
    schema: 'reftorture/race@1',
    config: { ...RACE_CONFIG, ...config },
    environment: { ...ENVIRONMENT, ...environment },
    durationMs: 1000,
    totals: {
      operations: 4e6,
      rounds: 1e6,
      allocs: 1e6,
      frees: 1e6,
      destructorsX: 5e5,
      destructorsY: 5e5,
      tryGets: 1e6,
      failedGets: 0,
      gets: 0,
      puts: 2e6,
      freezes: 0,
      failedRechecks: 0,
      emptyAllocs: 0,
      resurrections: 5,
      abortedFrees: 7,
      casRetries: 0,
      stalls: 0,
    },
    violations: byName((violation) => (violation === 'stolenFree' ? stolenFree : 0)),
    firstViolationMs: stolenFree > 0 ? 12 : null,
    events: [],
    workers: [{ worker: 0, role: 'T1', state: 'finished', durationMs: 1000, operations: 4e6 }],
    conservation: { checked: true, livePages: 0, freePages: 1, lostPages: 0, problems: [] },
    verdict: stolenFree > 0 ? 'violated' : 'clean',
    interrupted: false,
    notes: [],
    ...rest,
  };
}

const SCALE_CONFIG: ScaleConfig = {
  protocols: ['old', 'v4'],
  workloads: ['shared'],
  engines: ['wasm'],
  native: false,
  tier: 'baseline',
  threads: [1, 2],
  durationMs: 100,
  trials: 5,
  pages: 64,
  pin: true,
  pinOrder: 'cores',
  seed: 1,
};

/** Samples by `protocol threads`, for example `'v4 2'`; every thread does its share. */
export type Samples = Readonly<Record<string, readonly number[]>>;

export function scaleFixture(
  samples: Samples,
  config: Partial<ScaleConfig> = {},
  environment: Partial<Environment> = {},
): ScaleResult {
  return {
    schema: 'reftorture/scale@1',
    config: { ...SCALE_CONFIG, ...config },
    environment: { ...ENVIRONMENT, ...environment },
    cpuOrder: [0, 1],
    elapsedMs: 1000,
    othersShare: 0.01,
    drift: null,
    series: Object.entries(samples).map(([name, rates]) => seriesOf(name, rates)),
    fits: [],
    warnings: [],
    interrupted: false,
  };
}

function seriesOf(name: string, rates: readonly number[]): ScaleSeries {
  const [protocol = '', count = '1'] = name.split(' ');
  const threads = Number(count);
  const sorted = [...rates].sort((a, b) => a - b);
  const share = (rate: number): number[] => Array.from({ length: threads }, () => rate / threads);
  return {
    protocol,
    engine: 'wasm',
    workload: 'shared',
    threads,
    oversubscribed: threads > 2,
    samples: rates,
    trials: rates.map((opsPerSec, round) => ({
      round,
      opsPerSec,
      perThread: share(opsPerSec),
      casRetriesPerOp: protocol === 'old' ? 0.5 : 0,
      getsPerOp: 1,
      failedGetsPerOp: 0,
      abortedFreesPerOp: 0,
      freesPerOp: 0,
    })),
    median: sorted[Math.floor(sorted.length / 2)] ?? null,
    low: sorted[0] ?? null,
    high: sorted.at(-1) ?? null,
    perThread: { min: (sorted[0] ?? 0) / threads, max: (sorted.at(-1) ?? 0) / threads },
    casRetriesPerOp: protocol === 'old' ? 0.5 : 0,
    getsPerOp: 1,
    failedGetsPerOp: 0,
    abortedFreesPerOp: 0,
    freesPerOp: 0,
    bytesPerPage: 4,
    speedupVsOld: protocol === 'old' ? null : { median: 2, low: 1.5, high: 2.5 },
    ratioToNative: null,
    failures: [],
  };
}
