// Throughput by number of threads, as bars in a terminal. The interval is the shaded part of a bar.

import type { ScaleSeries } from '../results/scale-result.js';
import { cut, outputWidth } from './layout.js';
import { short } from './numbers.js';

const LONGEST_BAR = 50;
const LONGEST_NAME = 24;
/** Room for the figure behind a bar. */
const FIGURE = ' 1.23 M'.length;

/** Bars of one workload on one engine; empty when there is nothing to compare. */
export function scaleChart(series: readonly ScaleSeries[]): string {
  const most = Math.max(0, ...series.map(({ high }) => high ?? 0));
  if (most === 0 || series.length < 2) return '';
  const names = Math.min(LONGEST_NAME, Math.max(...series.map(({ protocol }) => protocol.length)));
  const counts = Math.max(...series.map(({ threads }) => `${threads}`.length));
  const bar = Math.min(LONGEST_BAR, outputWidth() - counts - names - FIGURE - 2);
  let last = 0;
  const lines = series.map((entry) => {
    const label = entry.threads === last ? '' : `${entry.threads}`;
    last = entry.threads;
    return `${label.padStart(counts)} ${cut(entry.protocol, names).padEnd(names)} ${barOf(entry, most, bar)}`;
  });
  return `${lines.join('\n')}\n`;
}

/** `most` operations per second make a bar of `longest` columns. */
function barOf({ median, low, high }: ScaleSeries, most: number, longest: number): string {
  if (median === null) return '-';
  const columns = (value: number | null): number => Math.round(((value ?? median) / most) * longest);
  const [sure, possible] = [columns(low), columns(high)];
  return `${'█'.repeat(sure)}${'▒'.repeat(Math.max(0, possible - sure))} ${short(median)}`;
}
