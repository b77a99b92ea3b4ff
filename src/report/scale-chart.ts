// Throughput by number of threads, as bars in a terminal. The interval is the shaded part of a bar.

import type { ScaleSeries } from '../results/scale-result.js';
import { short } from './numbers.js';

const WIDTH = 50;

/** Bars of one workload on one engine; empty when there is nothing to compare. */
export function scaleChart(series: readonly ScaleSeries[]): string {
  const most = Math.max(0, ...series.map(({ high }) => high ?? 0));
  if (most === 0 || series.length < 2) return '';
  const names = Math.max(...series.map(({ protocol }) => protocol.length));
  const counts = Math.max(...series.map(({ threads }) => `${threads}`.length));
  let last = 0;
  const lines = series.map((entry) => {
    const label = entry.threads === last ? '' : `${entry.threads}`;
    last = entry.threads;
    return `${label.padStart(counts)} ${entry.protocol.padEnd(names)} ${barOf(entry, most)}`;
  });
  return `${lines.join('\n')}\n`;
}

function barOf({ median, low, high }: ScaleSeries, most: number): string {
  if (median === null) return '-';
  const columns = (value: number | null): number => Math.round(((value ?? median) / most) * WIDTH);
  const [sure, possible] = [columns(low), columns(high)];
  return `${'█'.repeat(sure)}${'▒'.repeat(Math.max(0, possible - sure))} ${short(median)}`;
}
