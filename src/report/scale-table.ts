// A measurement for a terminal: for each workload and engine the table of the series' cover letter, with intervals.

import pc from 'picocolors';
import type { ScaleResult, ScaleSeries } from '../results/scale-result.js';
import { findWorkload } from '../scenarios/workloads.js';
import type { Estimate } from '../statistics/estimate.js';
import { plural, short } from './numbers.js';
import { plainTable } from './plain-table.js';
import { provenance } from './provenance.js';
import { scaleChart } from './scale-chart.js';

export function scaleReport(result: ScaleResult): string {
  const groups = groupBy(result.series, ({ workload, engine }) => `${workload} ${engine}`);
  const parts = groups.flatMap((series) => [heading(result, series), speedTable(result, series), scaleChart(series)]);
  return [...parts, closing(result)].join('\n');
}

function heading({ config }: ScaleResult, series: readonly ScaleSeries[]): string {
  const { workload, engine } = series[0] as ScaleSeries;
  const counts = series.map(({ samples }) => samples.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const trials = fewest === most ? plural(most, 'trial') : `${fewest} to ${most} trials`;
  const { operation, description } = findWorkload(workload);
  const means = `operations (${operation}) per second: median [95 % interval] of ${trials} of ${config.durationMs} ms`;
  return `${pc.bold(`${workload} on ${engine}`)}: ${description}\n${pc.dim(means)}\n`;
}

function speedTable({ config }: ScaleResult, series: readonly ScaleSeries[]): string {
  const protocols = config.protocols.filter((name) => series.some(({ protocol }) => protocol === name));
  const base = protocols.includes('old') ? 'old' : protocols[0];
  const others = protocols.filter((name) => name !== base);
  const native = series.some(({ ratioToNative }) => ratioToNative !== null);
  const head = [
    'threads',
    ...protocols,
    ...others.map((name) => `${name} / ${base}`),
    ...(native ? protocols.map((name) => `${name} / C`) : []),
    ...protocols.map((name) => `${name}: slowest to fastest thread`),
    ...protocols.map((name) => `${name}: CAS retries`),
  ];
  const rows = groupBy(series, ({ threads }) => `${threads}`).map((cells) => {
    const of = (name: string): ScaleSeries | undefined => cells.find(({ protocol }) => protocol === name);
    const [any] = cells as [ScaleSeries];
    return [
      `${any.threads}${any.oversubscribed ? pc.yellow(' *') : ''}`,
      ...protocols.map((name) => speed(of(name))),
      ...others.map((name) => ratio(of(name), 'speedupVsOld')),
      ...(native ? protocols.map((name) => ratio(of(name), 'ratioToNative')) : []),
      ...protocols.map((name) => fairness(of(name))),
      ...protocols.map((name) => share(of(name)?.casRetriesPerOp)),
    ];
  });
  const dull = head.map((_, column) => column > 0 && rows.every((row) => row[column] === '0' || row[column] === '-'));
  const keep = (row: readonly string[]): string[] => row.filter((_, column) => !dull[column]);
  return plainTable([keep(head.map((title) => pc.bold(title))), ...rows.map(keep)]);
}

function speed(entry: ScaleSeries | undefined): string {
  if (!entry || entry.median === null) return entry && entry.failures.length > 0 ? pc.red('failed') : '-';
  if (entry.samples.length < 2) return short(entry.median); // one sample has no interval
  return `${short(entry.median)} ${pc.dim(`[${short(entry.low ?? 0)}, ${short(entry.high ?? 0)}]`)}`;
}

function ratio(entry: ScaleSeries | undefined, to: 'speedupVsOld' | 'ratioToNative'): string {
  const estimate = entry?.[to];
  if (!estimate) return '-';
  const { median, low, high } = estimate;
  if ((entry?.samples.length ?? 0) < 2) return median.toFixed(2);
  const text = `${median.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  return low <= 1 && high >= 1 ? pc.dim(text) : text;
}

function fairness(entry: ScaleSeries | undefined): string {
  if (!entry?.perThread || entry.threads === 1) return '-';
  return `${short(entry.perThread.min)} - ${short(entry.perThread.max)}`;
}

function share(perOperation: number | null | undefined): string {
  if (!perOperation) return '0';
  return perOperation < 0.001 ? '<0.001/op' : `${perOperation.toPrecision(2)}/op`;
}

function closing(result: ScaleResult): string {
  const lines = [...fitLines(result), ''];
  if (result.series.some(({ oversubscribed }) => oversubscribed)) lines.push(pc.yellow('* more threads than CPUs'));
  for (const warning of result.warnings) lines.push(`${pc.yellow('warning:')} ${warning}`);
  if (result.interrupted) lines.push(pc.yellow('interrupted: fewer trials than asked for'));
  const { config, cpuOrder, environment } = result;
  const pinned = config.pin ? `pinned to CPUs ${cpuOrder.join(', ')} in this order` : 'not pinned';
  const drift = result.drift === null ? '' : ` · drift of the machine ${(result.drift * 100).toFixed(1)} %`;
  lines.push(pc.dim(`${pinned} · ${config.tier} tier · seed ${config.seed}${drift}`), pc.dim(provenance(environment)));
  return lines.join('\n');
}

function fitLines({ fits }: ScaleResult): string[] {
  if (fits.length === 0) return [];
  const rows = fits.map(({ protocol, engine, workload, fit }) => {
    const name = `${workload}, ${protocol} on ${engine}`;
    if (fit.model === 'none') return [name, fit.reason];
    const { sigma, kappa, peakThreads } = fit;
    const bounds = ({ median, low, high }: Estimate): string =>
      `${median.toPrecision(2)} [${low.toPrecision(2)}, ${high.toPrecision(2)}]`;
    const peak = peakThreads === null ? 'no peak' : `peak at ${peakThreads.toFixed(1)} threads`;
    return [name, `waiting in line ${bounds(sigma)}, agreeing ${bounds(kappa)}, ${peak}`];
  });
  return [pc.bold('Universal Scalability Law'), plainTable(rows).trimEnd()];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
