// A measurement for a terminal: for each workload and engine the table of the series' cover letter, with intervals, and
// bars.

import pc from 'picocolors';
import { groupBy } from '../analysis/group-by.js';
import type { ScaleResult, ScaleSeries, ScaleTrial } from '../results/scale-result.js';
import { findWorkload } from '../scenarios/workloads.js';
import { cut, outputWidth, wrapped } from './layout.js';
import { plural, short } from './numbers.js';
import { provenance, provenanceLines } from './provenance.js';
import { conditionsOf, fitLines, gainsOf, OVERSUBSCRIBED, protocolsTable, speedsTable } from './scale-figures.js';
import { markdownTable, textTable } from './table.js';

export function scaleReport(result: ScaleResult): string {
  const parts = byWorkload(result.series).flatMap((series) => {
    const { columns, rows } = protocolsTable(result, series, 'all');
    return [heading(result, series), textTable({ columns, rows }), bars(series)];
  });
  return [...parts, ...gains(result), closing(result)].join('\n');
}

function byWorkload(series: readonly ScaleSeries[]): ScaleSeries[][] {
  return groupBy(series, ({ workload, engine }) => `${workload} ${engine}`);
}

function heading({ config }: ScaleResult, series: readonly ScaleSeries[]): string {
  const { workload, engine } = series[0] as ScaleSeries;
  const counts = series.map(({ samples }) => samples.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const trials = fewest === most ? plural(most, 'trial') : `${fewest} to ${most} trials`;
  const { operation, description } = findWorkload(workload);
  const means = `operations (${operation}) per second: median [95 % interval] of ${trials} of ${config.durationMs} ms`;
  const title = `${workload} on ${engine}`;
  return [...titled(title, `${title}: ${description}`), ...wrapped(means).map(pc.dim), ''].join('\n');
}

/** Lines of `text`, which begins with `title`, in bold. */
function titled(title: string, text: string): string[] {
  const [first = '', ...rest] = wrapped(text);
  return [first.replace(title, pc.bold(title)), ...rest];
}

function gains(result: ScaleResult): string[] {
  const found = gainsOf(result);
  if (!found) return [];
  const { title, table, missing } = found;
  const text = `${title}, median [95 % interval] of ratios within a turn`;
  return [
    ...(table ? [...titled('Gains and losses', text), textTable(table)] : []),
    ...(missing === undefined ? [] : [...wrapped(missing).map(pc.yellow), '']),
  ];
}

function closing(result: ScaleResult): string {
  const { environment, warnings, series, interrupted } = result;
  const laws = fitLines(result).flatMap((line) => wrapped(line));
  return [
    ...(laws.length === 0 ? [] : [pc.bold('Universal Scalability Law'), ...laws]),
    '',
    ...(series.some(({ oversubscribed }) => oversubscribed) ? [pc.yellow(OVERSUBSCRIBED)] : []),
    ...warnings
      .flatMap((warning) => wrapped(`warning: ${warning}`))
      .map((line) => line.replace(/^warning:/, pc.yellow('warning:'))),
    ...(interrupted ? [pc.yellow('interrupted: fewer trials than asked for')] : []),
    ...wrapped(conditionsOf(result)).map(pc.dim),
    ...provenanceLines(environment).map(pc.dim),
  ].join('\n');
}

const LONGEST_BAR = 50;
const LONGEST_NAME = 24;
/** Room for the figure behind a bar. */
const FIGURE = ' 1.23 M'.length;

/** Bars of one workload on one engine, whose intervals are shaded; empty when there is nothing to compare. */
function bars(series: readonly ScaleSeries[]): string {
  const most = Math.max(0, ...series.map(({ high }) => high ?? 0));
  if (most === 0 || series.length < 2) return '';
  const names = Math.min(LONGEST_NAME, Math.max(...series.map(({ protocol }) => protocol.length)));
  const counts = Math.max(...series.map(({ threads }) => `${threads}`.length));
  const longest = Math.min(LONGEST_BAR, outputWidth() - counts - names - FIGURE - 2);
  let last = 0;
  const lines = series.map((entry) => {
    const label = entry.threads === last ? '' : `${entry.threads}`;
    last = entry.threads;
    return `${label.padStart(counts)} ${cut(entry.protocol, names).padEnd(names)} ${barOf(entry, most, longest)}`;
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

export function scaleMarkdown(result: ScaleResult): string {
  const { trials, durationMs } = result.config;
  const means = `Operations per second, and ratios: median [95 % interval] of ${trials} trials of ${durationMs} ms.`;
  const remarks = [means, gainsOf(result)?.missing ?? [], provenance(result.environment)].flat();
  return [...markdownTable(speedsTable(result)), '', remarks.join(' ')].join('\n');
}

/** The columns of a line for each trial. */
const CSV: Readonly<Record<string, (cell: ScaleSeries, trial: ScaleTrial) => string | number | boolean>> = {
  workload: ({ workload }) => workload,
  engine: ({ engine }) => engine,
  protocol: ({ protocol }) => protocol,
  threads: ({ threads }) => threads,
  oversubscribed: ({ oversubscribed }) => oversubscribed,
  round: (_, { round }) => round,
  opsPerSec: (_, { opsPerSec }) => opsPerSec,
  slowestThreadOpsPerSec: (_, { perThread }) => Math.min(...perThread),
  fastestThreadOpsPerSec: (_, { perThread }) => Math.max(...perThread),
  casRetriesPerOp: (_, { casRetriesPerOp }) => casRetriesPerOp,
  failedGetsPerOp: (_, { failedGetsPerOp }) => failedGetsPerOp,
  abortedFreesPerOp: (_, { abortedFreesPerOp }) => abortedFreesPerOp,
  getsPerOp: (_, { getsPerOp }) => getsPerOp,
  freesPerOp: (_, { freesPerOp }) => freesPerOp,
};

export function scaleCsv({ series }: ScaleResult): string {
  const rows = series.flatMap((cell) => cell.trials.map((trial) => Object.values(CSV).map((of) => of(cell, trial))));
  return [Object.keys(CSV), ...rows].map((row) => `${row.map((value) => quoted(`${value}`)).join(',')}\r\n`).join('');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Returns the medians in JSON as actions of continuous benchmarking read them: entries of which a larger value is better. */
export function benchmarkJson({ series, environment }: ScaleResult): string {
  const entries = series.flatMap(({ workload, protocol, engine, threads, median, low, high, samples }) => {
    if (median === null || low === null || high === null) return [];
    return {
      name: `reftorture ${workload}, ${protocol} on ${engine}, ${plural(threads, 'thread')}`,
      unit: 'operations/s',
      value: Math.round(median),
      range: `${Math.round(low)} to ${Math.round(high)}`,
      extra: `median [95 % interval] of ${plural(samples.length, 'trial')}\n${environment.cpuModel}`,
    };
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}
