// The charts of a throughput measurement of one workload on one machine, each by number of threads.

import { baselineOf, type Curve } from '../../analysis/scale-series.js';
import { type LineChart, type LinePoint, type LineStyles, linesByProtocol, type Tick } from './line-chart.js';

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
