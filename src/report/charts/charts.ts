// The charts of a page: of a measurement by number of threads, and of rates by the length of an interruption.

import { baselineOf, type Curve } from '../../analysis/scale-series.js';
import { groupBy } from '../../group-by.js';
import type { ClaimCurve } from '../../results/claims-result.js';
import type { RaceConfig, RaceResult, Stall } from '../../results/race-result.js';
import { descriptorWords } from '../../scenarios/reclaim.js';
import { plain, rounded } from '../../statistics/digits.js';
import { poissonRate } from '../../statistics/poisson-rate.js';
import { grouped } from '../numbers.js';
import { chartId, type LineChart, type LinePoint, type LineStyles, linesByProtocol, type Tick } from './line-chart.js';

/** More samples than this would cover the lines. */
const MAX_SHOWN_SAMPLES = 400;

/** Throughput, speed-up, fairness and retries. A chart without a value above zero is left out. */
export function scaleCharts(id: string, series: readonly Curve[], styles: LineStyles): LineChart[] {
  const baseline = baselineOf(series.map(({ protocol }) => protocol));
  const sampleCount = series.reduce((sum, { samples }) => sum + samples.length, 0);
  const showSamples = sampleCount <= MAX_SHOWN_SAMPLES;
  const chart = (
    kind: string,
    rest: Pick<LineChart, 'title' | 'yTitle'> & Partial<LineChart>,
    pointOf: (entry: Curve) => Omit<LinePoint, 'x'> | null | undefined,
  ): LineChart => ({
    id: `${id}-${kind}`,
    xTitle: 'threads',
    xTicks: ticksOf(series),
    scale: 'linear',
    ...shadeOf(series),
    ...rest,
    lines: linesByProtocol(series, styles, (entry) => {
      const point = pointOf(entry);
      return point && { x: entry.threads, ...point };
    }),
  });
  const charts = [
    chart('throughput', { title: 'Throughput', yTitle: 'operations per second, all threads' }, (entry) => {
      const { median, low, high, samples } = entry;
      if (median === null) return undefined;
      return { y: median, low: low ?? median, high: high ?? median, ...(showSamples && { samples }) };
    }),
    chart(
      'speedup',
      {
        title: `Speed-up over ${baseline}`,
        yTitle: `times the throughput of ${baseline}`,
        reference: { y: 1, label: `as fast as ${baseline}` },
      },
      ({ speedupVsOld }) => speedupVsOld && { y: speedupVsOld.median, low: speedupVsOld.low, high: speedupVsOld.high },
    ),
    chart(
      'fairness',
      { title: 'Fairness', yTitle: 'slowest thread / fastest thread (1 is fair)', yMax: 1 },
      ({ perThread, threads }) =>
        perThread && threads > 1 && perThread.max > 0 ? { y: perThread.min / perThread.max } : undefined,
    ),
    chart('retries', { title: 'CAS retries', yTitle: 'failed compare-and-swaps per operation' }, (entry) =>
      entry.casRetriesPerOp === null ? undefined : { y: entry.casRetriesPerOp },
    ),
  ];
  return charts.filter(({ lines }) => lines.some(({ points }) => points.some(({ y }) => y > 0)));
}

function ticksOf(series: readonly Curve[]): Tick[] {
  const counts = [...new Set(series.map(({ threads }) => threads))].sort((a, b) => a - b);
  return counts.map((threads) => ({ x: threads, label: String(threads) }));
}

/** Shades what has more threads than CPUs, from halfway between the last number of threads with a CPU each and the next. */
function shadeOf(series: readonly Curve[]): Pick<LineChart, 'shadeFrom'> {
  const oversubscribed = series.filter((entry) => entry.oversubscribed).map(({ threads }) => threads);
  if (oversubscribed.length === 0) return {};
  const others = series.filter((entry) => !entry.oversubscribed).map(({ threads }) => threads);
  const first = Math.min(...oversubscribed);
  const last = others.length > 0 ? Math.max(...others) : first / 2;
  const x = Math.sqrt(first * last); // halfway on a logarithmic axis
  return { shadeFrom: { x, label: 'more threads than CPUs' } };
}

const STALL_UNITS: Readonly<Record<string, string>> = { spin: 'rounds of a spin', sleep: 'µs of sleep' };

/** The quantities, each with a chart of its own. */
const RATES = [
  {
    kind: 'stolen-frees',
    title: 'Stolen frees by length of the stall',
    yTitle: 'stolen frees per second',
    events: ({ violations }: RaceResult) => violations.stolenFree,
  },
  {
    kind: 'type-confusions',
    title: 'Type confusions by length of the stall',
    yTitle: 'type confusions, stolen free, per second',
    events: ({ violations }: RaceResult) => violations.typeConfusionStolenFree,
  },
];

/** The charts of each group of runs that differ only in the length of the stall, the protocol and the engine. */
export function violationRateCharts(id: string, results: readonly RaceResult[], styles: LineStyles): LineChart[] {
  const timed = results.filter(({ config: { stall } }) => stall.kind === 'spin' || stall.kind === 'sleep');
  const charts = groupBy(timed, ({ config }) => groupKey(config)).flatMap((group) => {
    const { config } = group[0] as RaceResult;
    const { kind, probability } = config.stall;
    const key = groupKey(config);
    // A run without a stall belongs to every group that is otherwise equal.
    const runs = results.filter(
      (run) => groupKey(run.config, run.config.stall.kind === 'none' ? config.stall : undefined) === key,
    );
    const lengths = [...new Set(runs.map((run) => run.config.stall.amount))].sort((a, b) => a - b);
    if (lengths.length < 2) return [];
    const shortest = lengths.find((length) => length > 0) ?? 1;
    const xOf = (length: number): number => (length > 0 ? length : shortest / 4); // a logarithmic axis has no zero
    const share = probability < 1 ? `, in ${probability * 100} % of the windows` : '';
    return RATES.map(
      (rate): LineChart => ({
        id: chartId(id, rate.kind, key),
        title: `${rate.title}, ${[config.scenario, ...descriptorWords(config)].join(', ')}`,
        xTitle: `stall between steps 1 and 2, ${STALL_UNITS[kind] ?? kind}${share}`,
        yTitle: rate.yTitle,
        xTicks: lengths.map((length) => ({ x: xOf(length), label: length > 0 ? grouped(length) : 'none' })),
        scale: 'log',
        note: 'Intervals of 95 % for independent events; these come in bursts, and runs differ by more.',
        lines: linesByProtocol(
          runs.map((run) => ({ ...run.config, run })),
          styles,
          ({ run }) => ratePoint(xOf(run.config.stall.amount), rate.events(run), run.durationMs / 1000),
        ),
      }),
    );
  });
  return charts.filter(({ lines }) => lines.some(({ points }) => points.some(({ bound }) => !bound)));
}

/** Returns all that the runs of a group have in common; that of `config` if its stall were `stall`. */
function groupKey(config: RaceConfig, { kind, probability }: Stall = config.stall): string {
  const { scenario, dtor, recheck, threads, pages, tier, reuse } = config;
  const options = [dtor, recheck ? 'recheck' : 'norecheck', reuse, ...descriptorWords(config)];
  return [scenario, ...options, threads, pages, tier, kind, probability].join('-');
}

/** A rate with its interval; for no events, a bound. No rate is above `most`. */
function ratePoint(x: number, events: number, exposure: number, most = Number.POSITIVE_INFINITY): LinePoint {
  const { median, low, high } = poissonRate(events, exposure);
  const top = Math.min(most, high);
  return events === 0 ? { x, y: top, bound: true } : { x, y: median, low, high: top };
}

const MICROSECONDS_PER_MILLISECOND = 1000;
/** Shares are shown of so many: small ones would take long labels. */
const OF = 1e6;

/** One chart for all curves of a part, or none where they have no points. */
export function interruptionCharts(id: string, curves: readonly ClaimCurve[]): LineChart[] {
  const lengths = [...new Set(curves.flatMap(({ points }) => points.map(({ lengthUs }) => lengthUs)))];
  if (lengths.length < 2) return [];
  return [
    {
      id: chartId(id, 'interrupted'),
      title: 'Interrupted puts whose free is stolen',
      xTitle: 'length of the interruption between steps 1 and 2',
      yTitle: 'stolen of a million interrupted puts',
      xTicks: decadesOf(lengths),
      scale: 'log',
      yMax: OF,
      reference: { y: OF / 2, label: 'half of them' },
      note: 'Every put that reaches 0 is interrupted. Intervals of 95 % for independent events.',
      lines: curves.map(({ name, points }, index) => ({
        name,
        style: { colour: index, dash: index },
        points: points
          .filter(({ interrupted }) => interrupted > 0)
          .map(({ lengthUs, stolen, interrupted }) => ratePoint(lengthUs, stolen, interrupted / OF, OF)),
      })),
    },
  ];
}

/** A tick at each power of ten, in microseconds, that the lengths span. */
function decadesOf(lengths: readonly number[]): { x: number; label: string }[] {
  const first = Math.floor(Math.log10(Math.min(...lengths)));
  const last = Math.ceil(Math.log10(Math.max(...lengths)));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const x = rounded(10 ** (first + index), 1);
    return { x, label: x < MICROSECONDS_PER_MILLISECOND ? `${plain(x)} µs` : `${x / MICROSECONDS_PER_MILLISECOND} ms` };
  });
}
