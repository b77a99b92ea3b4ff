// The charts of a throughput measurement: one workload on one machine.

import type { ScaleSeries } from '../../results/scale-result.js';
import type { Line, LineChart, LinePoint, Tick } from './line-chart.js';
import type { Looks } from './looks.js';

/** Samples beyond this many would cover the lines. */
const MOST_SAMPLES = 400;

/** Throughput, speed-up, fairness and retries; those that would show nothing are left out. */
export function scaleCharts(id: string, series: readonly ScaleSeries[], looks: Looks): LineChart[] {
  const base = baseOf(series);
  const few = series.reduce((sum, { samples }) => sum + samples.length, 0) <= MOST_SAMPLES;
  const chart = (
    kind: string,
    rest: Pick<LineChart, 'title' | 'yTitle'> & Partial<LineChart>,
    pointOf: (entry: ScaleSeries) => Omit<LinePoint, 'x'> | null | undefined,
  ): LineChart => ({
    id: `${id}-${kind}`,
    xTitle: 'threads',
    xTicks: ticksOf(series),
    scale: 'linear',
    ...shadeOf(series),
    ...rest,
    lines: linesOf(series, looks, pointOf),
  });
  const charts = [
    chart('throughput', { title: 'Throughput', yTitle: 'operations per second, all threads' }, (entry) => {
      const { median, low, high, samples } = entry;
      if (median === null) return undefined;
      return { y: median, low: low ?? median, high: high ?? median, ...(few && { samples }) };
    }),
    chart(
      'speedup',
      {
        title: `Speed-up over ${base}`,
        yTitle: `times the throughput of ${base}`,
        reference: { y: 1, label: `as fast as ${base}` },
      },
      ({ speedupVsOld }) => speedupVsOld && { y: speedupVsOld.median, low: speedupVsOld.low, high: speedupVsOld.high },
    ),
    chart(
      'fairness',
      { title: 'Fairness', yTitle: 'slowest thread / fastest thread (1 is fair)', most: 1 },
      ({ perThread, threads }) =>
        perThread && threads > 1 && perThread.max > 0 ? { y: perThread.min / perThread.max } : undefined,
    ),
    chart('retries', { title: 'CAS retries', yTitle: 'failed compare-and-swaps per operation' }, (entry) =>
      entry.casRetriesPerOp === null ? undefined : { y: entry.casRetriesPerOp },
    ),
  ];
  return charts.filter(({ lines }) => lines.some(({ points }) => points.some(({ y }) => y > 0)));
}

/** What speed-ups are relative to: `old`, or the first protocol where it takes no part. */
function baseOf(series: readonly ScaleSeries[]): string {
  return series.some(({ protocol }) => protocol === 'old') ? 'old' : (series[0]?.protocol ?? 'old');
}

function linesOf(
  series: readonly ScaleSeries[],
  looks: Looks,
  pointOf: (entry: ScaleSeries) => Omit<LinePoint, 'x'> | null | undefined,
): Line[] {
  const engines = new Set(series.map(({ engine }) => engine));
  const lines = new Map<string, { look: Line['look']; points: LinePoint[] }>();
  for (const entry of series) {
    const { protocol, engine, threads } = entry;
    const name = engines.size > 1 ? `${protocol} (${engine === 'native' ? 'C' : engine})` : protocol;
    const line = lines.get(name) ?? { look: looks.of(protocol, engine), points: [] };
    const point = pointOf(entry);
    if (point) line.points.push({ x: threads, ...point });
    lines.set(name, line);
  }
  return [...lines]
    .filter(([, { points }]) => points.length > 0)
    .map(([name, { look, points }]) => ({ name, look, points: points.sort((a, b) => a.x - b.x) }));
}

function ticksOf(series: readonly ScaleSeries[]): Tick[] {
  const counts = [...new Set(series.map(({ threads }) => threads))].sort((a, b) => a - b);
  return counts.map((threads) => ({ at: threads, label: String(threads) }));
}

/** From halfway between the last row with a CPU for each thread and the next. */
function shadeOf(series: readonly ScaleSeries[]): Pick<LineChart, 'shadeFrom'> {
  const over = series.filter(({ oversubscribed }) => oversubscribed).map(({ threads }) => threads);
  if (over.length === 0) return {};
  const within = series.filter(({ oversubscribed }) => !oversubscribed).map(({ threads }) => threads);
  const first = Math.min(...over);
  const last = within.length > 0 ? Math.max(...within) : first / 2;
  return { shadeFrom: { x: Math.sqrt(first * last), label: 'more threads than CPUs' } };
}
