// Warnings about a measurement: noise, load, drift, and what else a reader must know before believing its numbers.

import { baselineOf } from '../../analysis/scale-series.js';
import type { Environment } from '../../machine/environment.js';
import type { ScaleConfig, ScaleSeries } from '../../results/scale-result.js';
import { pinWarning } from '../../results/verdicts.js';
import { plural, significant } from '../../statistics/digits.js';
import { LEAST_SAMPLES, relativeWidth } from '../../statistics/estimate.js';

export interface MeasurementFacts {
  readonly config: ScaleConfig;
  readonly environment: Environment;
  readonly series: readonly ScaleSeries[];
  readonly othersShare: number | null;
  readonly pinProblems: readonly string[];
  /** CPUs that can be kept busy at once. */
  readonly usable: number;
  /** Resolution of the clock. */
  readonly clockStepMs: number;
}

/** An interval wider than this share of its median says little. */
const NOISY = 0.1;
/** Share of the CPUs' time that others may take without a warning. */
const DISTURBED = 0.05;
/** Share of a trial's time that the clock may miss without a warning. */
const COARSE = 0.01;

/** Workloads that set pages up while the clock runs. */
const INITIALISING = ['free', 'free-contended', 'churn'];

export function warningsOf(facts: MeasurementFacts): string[] {
  return [
    ...failures(facts.series),
    ...facts.pinProblems.map(pinWarning),
    ...measurementConditions(facts),
    ...coarseClock(facts),
    ...fewTrials(facts.series),
    ...noisy(facts.series),
    ...indistinct(facts),
  ];
}

function failures(series: readonly ScaleSeries[]): string[] {
  return series.flatMap((entry) => {
    const { length, 0: first } = entry.failures;
    return length === 0 ? [] : [`${nameOf(entry)}: ${length} failed attempts at a trial, the first: ${first}`];
  });
}

function measurementConditions({ config, environment, othersShare, usable }: MeasurementFacts): string[] {
  const { threads, engines, workloads, tier } = config;
  const { cpuQuota, arch, browser } = environment;
  const over = threads.filter((number) => number > usable);
  const initialising = workloads.filter((name) => INITIALISING.includes(name));
  const [onWasm, onJs] = [engines.includes('wasm'), engines.includes('js')];
  return [
    over.length > 0 &&
      `${over.join(', ')} threads share ${plural(usable, 'CPU')}: these rows measure the scheduler too, and no speed-up can show there`,
    cpuQuota !== null &&
      Math.max(...threads) > cpuQuota &&
      `the container grants ${cpuQuota} CPUs: busier threads are throttled`,
    othersShare !== null &&
      othersShare > DISTURBED &&
      `other processes or the hypervisor took ${Math.round(othersShare * 100)} % of the CPUs' time meanwhile`,
    tier === 'optimised' &&
      arch === 'x64' &&
      onWasm &&
      'the optimising tier on x64 has no atomic add: fetch-add protocols run as compare-and-swap loops',
    onJs &&
      arch === 'x64' &&
      'Atomics.add and Atomics.sub of the js engine are compare-and-swap loops on x64: compare on wasm',
    browser !== undefined && 'a browser cannot pin threads: the system may move them, also to slower cores',
    browser !== undefined && onWasm && browserTier(environment),
    onJs &&
      initialising.length > 0 &&
      `the js engine has no relaxed store: setting up a page is a full barrier there, in ${initialising.join(', ')}`,
  ].filter((warning) => warning !== false);
}

/** Browsers whose engine is V8. */
const WITH_V8 = /\b(?:Chrom|Edge|Opera)/;

/** Returns what is known of the code that a browser's own choice of compiler makes. */
function browserTier({ browser = '', arch }: Environment): string {
  const chosen = 'a browser chooses the compiler by itself';
  if (WITH_V8.test(browser) && arch === 'x64') {
    return `${chosen}: V8's optimising one has no atomic add on x64, where fetch-add protocols run as compare-and-swap loops`;
  }
  if (WITH_V8.test(browser) && arch === 'arm64') {
    return `${chosen}: on arm64 V8's have an atomic add where the core has one, and a loop where it has not`;
  }
  if (browser.startsWith('Firefox')) {
    return `${chosen}: Firefox's have an atomic add of one instruction on x64, and nothing says whether elsewhere`;
  }
  return `${chosen}, and nothing says whether an atomic add is one instruction there`;
}

/** A trial begins and ends on clocks of two threads, each of which is behind by up to a step. */
function coarseClock({ config: { durationMs }, clockStepMs }: MeasurementFacts): string[] {
  const share = (2 * clockStepMs) / durationMs;
  if (share <= COARSE) return [];
  return [
    `the clock moves in steps of ${significant(clockStepMs, 2)} ms: rates of trials of ${durationMs} ms may be off by ${Math.round(share * 100)} %`,
  ];
}

function fewTrials(series: readonly ScaleSeries[]): string[] {
  const fewest = Math.min(...series.map(({ samples }) => samples.length).filter((count) => count > 0));
  if (fewest >= LEAST_SAMPLES) return [];
  return [
    `only ${plural(fewest, 'trial')} in some cells: with fewer than ${LEAST_SAMPLES}, intervals are narrower than the truth`,
  ];
}

function noisy(series: readonly ScaleSeries[]): string[] {
  const names = series
    .filter(
      ({ median, low, high }) => median !== null && relativeWidth({ median, low: low ?? 0, high: high ?? 0 }) > NOISY,
    )
    .map(nameOf);
  if (names.length === 0) return [];
  return [`noisy: the interval is wider than ${NOISY * 100} % of the median for ${names.join('; ')}`];
}

function indistinct({ config, series }: MeasurementFacts): string[] {
  const names = series
    .filter(({ speedupVsOld }) => speedupVsOld !== null && speedupVsOld.low <= 1 && speedupVsOld.high >= 1)
    .map(nameOf);
  return names.length === 0
    ? []
    : [`too noisy, or too alike, to tell from ${baselineOf(config.protocols)}: ${names.join('; ')}`];
}

function nameOf({ workload, threads, protocol, engine }: ScaleSeries): string {
  return `${workload} x${threads} ${protocol}${engine === 'wasm' ? '' : ` (${engine})`}`;
}
