// Two results compared, run by run or cell by cell: whether each violation is more or less frequent, or a throughput higher
// or lower; the words for it, and the differences that forbid a comparison.

import { groupBy } from '../group-by.js';
import { type Environment, UNKNOWN_CPU } from '../machine/environment.js';
import {
  type CompareRow,
  type CompareWord,
  type Comparison,
  type Difference,
  SPEED_UP,
} from '../results/compare-result.js';
import type { RaceResult } from '../results/race-result.js';
import type { ScaleResult, ScaleSeries } from '../results/scale-result.js';
import { allowingFor } from '../statistics/drift.js';
import { type Estimate, LEAST_SAMPLES, median, quantile, TAIL } from '../statistics/estimate.js';
import { poissonRate, Z95 } from '../statistics/poisson-rate.js';
import { type Random, resampled, seededRandom } from '../statistics/random.js';
import { violations, violationTable } from '../violations/table.js';
import { mergeRaces } from './merge.js';
import { baselineOf, ratiosByRound } from './scale-series.js';
import { stallAsTyped, unusualSettings } from './stall-words.js';

/** The words for a ratio of rates: what is more, and what is less. */
type Words = readonly [more: CompareWord, less: CompareWord];

export function wordFor({ low, high }: Estimate, margin: number, [more, less]: Words): CompareWord {
  if (low >= 1 - margin && high <= 1 + margin) return 'same';
  if (low > 1) return more;
  return high < 1 ? less : 'cannot tell';
}

const MACHINE: readonly (keyof Environment)[] = ['cpuModel', 'arch', 'cpus', 'threadsPerCore', 'cpuQuota', 'governor'];
const SOFTWARE: readonly (keyof Environment)[] = ['kernel', 'node', 'v8', 'browser', 'reftorture'];

/** Differences of the machine, which forbid a comparison, and of the software, which may be its subject. */
function environmentDifferences(a: Environment, b: Environment): Pick<Comparison, 'obstacles' | 'changes'> {
  const between = (keys: readonly (keyof Environment)[]): Difference[] =>
    keys.flatMap((key) => (a[key] === undefined || b[key] === undefined ? [] : difference(key, a[key], b[key])));
  const nobodyKnows = a.cpuModel === UNKNOWN_CPU && b.cpuModel === UNKNOWN_CPU; // two browsers may be on different CPUs
  const runtimeOf = ({ browser, node = 'unknown' }: Environment): string => browser ?? `Node ${node}`;
  const areAlike = (a.browser === undefined) === (b.browser === undefined);
  return {
    obstacles: [...between(MACHINE), ...(nobodyKnows ? [{ what: 'cpuModel', a: UNKNOWN_CPU, b: UNKNOWN_CPU }] : [])],
    changes: [...between(SOFTWARE), ...(areAlike ? [] : difference('runtime', runtimeOf(a), runtimeOf(b)))],
  };
}

function difference(what: string, a: unknown, b: unknown): Difference[] {
  const text = (value: unknown): string => (value === undefined ? 'none' : String(value));
  return a === b ? [] : [{ what, a: text(a), b: text(b) }];
}

/** Returns the items of two sides that have one name, and the names that only one side has. */
function paired<T>(
  a: readonly T[],
  b: readonly T[],
  nameOf: (item: T) => string,
): Pick<Comparison, 'onlyA' | 'onlyB'> & { readonly pairs: readonly (readonly [a: T, b: T])[] } {
  const [inA, inB] = [a, b].map((items) => new Map(items.map((item) => [nameOf(item), item])));
  const missing = (items: readonly T[], among = new Map<string, T>()): string[] =>
    items.map(nameOf).filter((name) => !among.has(name));
  const pairs = a.flatMap((item) => {
    const other = inB?.get(nameOf(item));
    return other === undefined ? [] : [[item, other] as const];
  });
  return { pairs, onlyA: missing(a, inB), onlyB: missing(b, inA) };
}

/** `lists` joined, without repetitions. */
function together(lists: readonly (readonly Difference[])[]): Difference[] {
  return groupBy(lists.flat(), (one) => JSON.stringify(one)).flatMap((same) => same.slice(0, 1));
}

export function compareRaces(a: readonly RaceResult[], b: readonly RaceResult[], margin: number): Comparison {
  const { pairs, ...rest } = paired(mergeRaces(a), mergeRaces(b), runName);
  const environments = pairs.map(([run, other]) => environmentDifferences(run.environment, other.environment));
  const settings = pairs.flatMap(([{ config }, { config: other }]) => [
    difference('tier', tierOf(config), tierOf(other)),
    ...(['pin', 'pages', 'pageBytes', 'slots'] as const).map((key) => difference(key, config[key], other[key])),
    // A user's scenario has some or not. How they come back is in the name of a run.
    difference('descriptors', config.reclaim !== undefined, other.reclaim !== undefined),
  ]);
  // Of one engine: both, or neither.
  const compilers = pairs.map(([run, other]) => difference('compiler', run.config.compiler, other.config.compiler));
  return {
    rows: pairs.flatMap(([run, other]) => rowsOf(run, other, margin)),
    ...rest,
    obstacles: together([...environments.map(({ obstacles }) => obstacles), ...settings]),
    changes: together([...environments.map(({ changes }) => changes), ...compilers]),
  };
}

/** The tier counts where it compiled something. */
function tierOf({ engine, tier }: RaceResult['config']): string | undefined {
  return engine === 'wasm' ? tier : undefined;
}

function runName(run: RaceResult): string {
  const { protocol, engine, threads } = run.config;
  return `${settingOf(run)} x${threads}, ${protocol} on ${engine}`;
}

function settingOf({ config }: RaceResult): string {
  const { scenario, stall } = config;
  return [scenario, ...(stall.kind === 'none' ? [] : [stallAsTyped(stall)]), ...unusualSettings(config)].join(' ');
}

function rowsOf(a: RaceResult, b: RaceResult, margin: number): CompareRow[] {
  const { protocol, engine, threads } = a.config;
  const oversubscribed = threads > Math.min(a.environment.cpus, b.environment.cpus);
  const race = { protocol, engine, threads, oversubscribed, workload: settingOf(a) };
  return violations.flatMap((violation): CompareRow[] => {
    const [countA, countB] = [a.violations[violation], b.violations[violation]];
    if (countA === 0 && countB === 0) return [];
    const rateA = poissonRate(countA, a.durationMs / 1000);
    const rateB = poissonRate(countB, b.durationMs / 1000);
    const ratio = ratioOfCounts(countA, a.durationMs, countB, b.durationMs);
    const word = ratio ? wordFor(ratio, margin, ['more often', 'less often']) : wordOfBounds(rateA, rateB);
    const reason = ratio
      ? null
      : 'one side saw none, so there is no ratio: the word is from the intervals of the rates';
    const quantity = violationTable[violation].plural;
    return [{ quantity, ...race, a: rateA.median, b: rateB.median, ratio, word, reason }];
  });
}

/** Rates of the same race differ by up to this factor between two runs on small shared machines. */
const RUN_TO_RUN = 2;

/**
 * Ratio of two rates, with the interval of its logarithm; null for zero counts. Events come in bursts, and runs differ
 * by more than chance, so that the interval is never narrower than what lies between two runs.
 */
function ratioOfCounts(a: number, aMs: number, b: number, bMs: number): Estimate | null {
  if (a === 0 || b === 0 || aMs === 0 || bMs === 0) return null;
  const ratio = b / bMs / (a / aMs);
  const spread = Math.exp(Math.hypot(Z95 * Math.sqrt(1 / a + 1 / b), Math.log(RUN_TO_RUN)));
  return { median: ratio, low: ratio / spread, high: ratio * spread };
}

function wordOfBounds(a: Estimate, b: Estimate): CompareRow['word'] {
  if (b.low > a.high) return 'more often';
  return b.high < a.low ? 'less often' : 'cannot tell';
}

/** From here on the rank of a resampled median, a beta variate, is as good as normal with deviation 1 / (2 sqrt n). */
const MANY_SAMPLES = 500;
const RESAMPLES = 2000;

export function compareScales(a: ScaleResult, b: ScaleResult, margin: number): Comparison {
  const random = seededRandom((a.config.seed * 31 + b.config.seed) | 0);
  const drift = Math.hypot(a.drift ?? 0, b.drift ?? 0);
  const { pairs, ...rest } = paired(a.series, b.series, cellName);
  const environment = environmentDifferences(a.environment, b.environment);
  const compilers =
    a.config.compiler && b.config.compiler ? difference('compiler', a.config.compiler, b.config.compiler) : [];
  const onWasm = pairs.some(([{ engine }]) => engine === 'wasm');
  const settings = (['tier', 'pin', 'pinOrder', 'pages'] as const).flatMap((key) =>
    key === 'tier' && !onWasm ? [] : difference(key, a.config[key], b.config[key]),
  );
  const areApart = environment.obstacles.length > 0;
  return {
    rows: pairs.flatMap(([cell, other]) =>
      areApart ? acrossMachines([a, cell], [b, other], margin, random) : rowOf(cell, other, drift, margin, random),
    ),
    ...rest,
    obstacles: [...environment.obstacles, ...settings],
    changes: [...environment.changes, ...compilers],
  };
}

function cellName({ workload, engine, protocol, threads }: ScaleSeries): string {
  return `${workload} x${threads}, ${protocol} on ${engine}`;
}

/** Why a row has no ratio. */
export const TWO_MACHINES =
  'Rates of two machines say which machine is faster, and nothing of a protocol: what may be compared is its speed-up on each.';

type Measured = readonly [result: ScaleResult, cell: ScaleSeries];

/** The rates, which are not compared, and the speed-ups over the baseline, each within its machine, which are. */
function acrossMachines(a: Measured, b: Measured, margin: number, random: Random): CompareRow[] {
  const row = withoutRatio(a[1], b[1], TWO_MACHINES);
  const baseline = baselineOf(a[0].config.protocols);
  const [gainsA, gainsB] = [speedUps(a, baseline), speedUps(b, baseline)];
  const enough = Math.min(gainsA.length, gainsB.length) >= LEAST_SAMPLES;
  const ratio = enough ? ratioOfMedians(gainsA, gainsB, random) : undefined;
  if (!ratio) return [row];
  const word = wordFor(ratio, margin, ['larger', 'smaller']);
  const gains = { a: median(gainsA), b: median(gainsB), ratio, word, reason: null };
  return [{ ...row, quantity: `${SPEED_UP} over ${baseline}`, ...gains }, row];
}

/** In each round, how many times as fast as the baseline `cell` is; none for the baseline. */
function speedUps([{ series }, cell]: Measured, baseline: string): number[] {
  const base = series.find((one) => cellName(one) === cellName({ ...cell, protocol: baseline }));
  return base && base !== cell ? ratiosByRound(cell, base) : [];
}

/** Returns the rates, of which for some reason there is no ratio. */
function withoutRatio(a: ScaleSeries, b: ScaleSeries, reason: string | null): CompareRow {
  const { protocol, engine, workload, threads } = a;
  const oversubscribed = a.oversubscribed || b.oversubscribed;
  const cell = { quantity: 'operations', protocol, engine, workload, threads, oversubscribed };
  return { ...cell, a: a.median, b: b.median, ratio: null, word: 'cannot tell', reason };
}

function rowOf(a: ScaleSeries, b: ScaleSeries, drift: number, margin: number, random: Random): CompareRow {
  const fewest = Math.min(a.samples.length, b.samples.length);
  if (fewest < LEAST_SAMPLES) {
    return withoutRatio(a, b, `${fewest} trials: an interval needs ${LEAST_SAMPLES} on both sides`);
  }
  const estimate = ratioOfMedians(a.samples, b.samples, random);
  if (!estimate) return withoutRatio(a, b, 'no throughput in some trials');
  const ratio = allowingFor(drift, estimate);
  return { ...withoutRatio(a, b, null), ratio, word: wordFor(ratio, margin, ['faster', 'slower']) };
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
