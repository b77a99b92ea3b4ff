// A measurement for a terminal: for each workload and engine the table of the series' cover letter, with intervals.

import pc from 'picocolors';
import { pinnedTo, type ScaleResult, type ScaleSeries } from '../results/scale-result.js';
import { findWorkload } from '../scenarios/workloads.js';
import { significant } from '../statistics/digits.js';
import { fitLines } from './fit-text.js';
import { gainsText } from './gains-text.js';
import { outputWidth, wrapped } from './layout.js';
import { perOperation, plural, short } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { scaleChart } from './scale-chart.js';
import { type Cell, type Column, painted, textTable } from './table.js';
import { tierText } from './tier-text.js';

export function scaleReport(result: ScaleResult): string {
  const groups = groupBy(result.series, ({ workload, engine }) => `${workload} ${engine}`);
  const parts = groups.flatMap((series) => [
    heading(result, series),
    speedTable(result, series, allFigures),
    scaleChart(series),
  ]);
  return [...parts, ...gainsText(result), closing(result)].join('\n');
}

function heading({ config }: ScaleResult, series: readonly ScaleSeries[]): string {
  const { workload, engine } = series[0] as ScaleSeries;
  const counts = series.map(({ samples }) => samples.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const trials = fewest === most ? plural(most, 'trial') : `${fewest} to ${most} trials`;
  const { operation, description } = findWorkload(workload);
  const means = `operations (${operation}) per second: median [95 % interval] of ${trials} of ${config.durationMs} ms`;
  const title = `${workload} on ${engine}`;
  const [first = '', ...rest] = wrapped(`${title}: ${description}`);
  return [first.replace(title, pc.bold(title)), ...rest, ...wrapped(means).map(pc.dim), ''].join('\n');
}

/** A column of figures of one protocol; left out where it says nothing in any row. */
interface Figure {
  readonly head: string;
  readonly protocol: string;
  readonly cell: (entry: ScaleSeries | undefined) => Cell;
}

/** Speeds and their ratios alone, for each workload that was measured, in lines behind `indent`. */
export function speedTables(result: ScaleResult, indent: string): string[] {
  const measured = result.series.filter(({ median }) => median !== null);
  const groups = groupBy(measured, ({ workload, engine }) => `${workload} ${engine}`);
  return groups.flatMap((series) => {
    const { description } = findWorkload((series[0] as ScaleSeries).workload);
    const table = speedTable(result, series, speedFigures, outputWidth() - indent.length).trimEnd();
    return [
      '',
      ...wrapped(description, indent),
      ...table.split('\n').map((line) => (line === '' ? '' : indent + line)),
    ];
  });
}

const COUNT_WORD_BYTES = 4;

type Figures = (protocols: readonly string[]) => Figure[];

function forEach(names: readonly string[], head: (name: string) => string, cell: Figure['cell']): Figure[] {
  return names.map((protocol) => ({ head: head(protocol), protocol, cell }));
}

function speedFigures(protocols: readonly string[]): Figure[] {
  const base = protocols.includes('old') ? 'old' : protocols[0];
  const others = protocols.filter((name) => name !== base);
  const versus = (name: string): string => `${name} / ${base}`;
  return [
    ...forEach(protocols, (name) => name, speed),
    ...forEach(others, versus, (entry) => ratio(entry, 'speedupVsOld')),
  ];
}

function allFigures(protocols: readonly string[]): Figure[] {
  return [
    ...speedFigures(protocols),
    ...forEach(
      protocols,
      (name) => `${name} / native`,
      (entry) => ratio(entry, 'ratioToNative'),
    ),
    ...forEach(protocols, (name) => `${name}: slowest to fastest thread`, fairness),
    ...forEach(
      protocols,
      (name) => `${name}: CAS retries`,
      (entry) => share(entry?.casRetriesPerOp),
    ),
    ...forEach(
      protocols,
      (name) => `${name}: failed gets`,
      (entry) => share(entry?.failedGetsPerOp),
    ),
    ...forEach(
      protocols,
      (name) => `${name}: aborted frees`,
      (entry) => share(entry?.abortedFreesPerOp),
    ),
    ...forEach(
      protocols,
      (name) => `${name}: gets`,
      (entry) => (entry?.freesPerOp ? share(entry.getsPerOp) : '-'), // elsewhere each operation has one
    ),
    ...forEach(protocols, (name) => `${name}: ns per free`, nsPerFree),
    ...forEach(protocols, (name) => `${name}: bytes per page`, bytesPerPage),
  ];
}

function speedTable(
  { config }: ScaleResult,
  series: readonly ScaleSeries[],
  figuresFor: Figures,
  width = outputWidth(),
): string {
  const protocols = config.protocols.filter((name) => series.some(({ protocol }) => protocol === name));
  const figures = figuresFor(protocols);
  const groups = groupBy(series, ({ threads }) => `${threads}`);
  const cellOf = (figure: Figure, cells: readonly ScaleSeries[]): Cell =>
    figure.cell(cells.find(({ protocol }) => protocol === figure.protocol));
  const telling = figures.filter((figure) => groups.some((cells) => !['0', '-'].includes(`${cellOf(figure, cells)}`)));
  const columns: Column[] = [{ head: 'threads', key: true }, ...telling.map(({ head }) => ({ head }))];
  const rows = groups.map((cells) => {
    const [any] = cells as [ScaleSeries];
    const threads = `${any.threads}${any.oversubscribed ? ' *' : ''}`;
    return [
      any.oversubscribed ? painted(threads, pc.yellow) : threads,
      ...telling.map((figure) => cellOf(figure, cells)),
    ];
  });
  return textTable(columns, rows, width);
}

/** Time of all threads for each page that was freed, with the gets and puts that led to it. */
function nsPerFree(entry: ScaleSeries | undefined): Cell {
  if (!entry?.freesPerOp || entry.median === null) return '-';
  return significant((entry.threads * 1e9) / (entry.median * entry.freesPerOp), 3);
}

/** Memory of the count; a word is what every page has. */
function bytesPerPage(entry: ScaleSeries | undefined): Cell {
  return entry?.bytesPerPage && entry.bytesPerPage > COUNT_WORD_BYTES ? String(entry.bytesPerPage) : '-';
}

function speed(entry: ScaleSeries | undefined): Cell {
  if (!entry || entry.median === null) return entry && entry.failures.length > 0 ? painted('failed', pc.red) : '-';
  if (entry.samples.length < 2) return short(entry.median); // one sample has no interval
  return `${short(entry.median)} [${short(entry.low ?? 0)}, ${short(entry.high ?? 0)}]`;
}

function ratio(entry: ScaleSeries | undefined, to: 'speedupVsOld' | 'ratioToNative'): Cell {
  const estimate = entry?.[to];
  if (!estimate) return '-';
  const { median, low, high } = estimate;
  if ((entry?.samples.length ?? 0) < 2) return median.toFixed(2);
  const text = `${median.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  return low <= 1 && high >= 1 ? painted(text, pc.dim) : text;
}

function fairness(entry: ScaleSeries | undefined): Cell {
  if (!entry?.perThread || entry.threads === 1) return '-';
  return `${short(entry.perThread.min)} - ${short(entry.perThread.max)}`;
}

function share(value: number | null | undefined): string {
  return value ? `${perOperation(value)}/op` : '0';
}

function closing(result: ScaleResult): string {
  const { config, environment, drift, warnings } = result;
  const cpus = pinnedTo(result);
  const pinned = cpus.length > 0 ? `pinned to CPUs ${cpus.join(', ')} in this order` : 'not pinned';
  const drifted = drift === null ? [] : [`drift of the machine ${(drift * 100).toFixed(1)} %`];
  const compilers = [
    ...(config.engines.includes('wasm') ? [tierText(config)] : []),
    ...(config.compiler === undefined ? [] : [`native code by ${config.compiler}`]),
  ];
  const settings = [pinned, ...compilers, `seed ${config.seed}`, ...drifted].join(' · ');
  return [
    ...lawLines(result),
    '',
    ...(result.series.some(({ oversubscribed }) => oversubscribed) ? [pc.yellow('* more threads than CPUs')] : []),
    ...warnings
      .flatMap((warning) => wrapped(`warning: ${warning}`))
      .map((line) => line.replace(/^warning:/, pc.yellow('warning:'))),
    ...(result.interrupted ? [pc.yellow('interrupted: fewer trials than asked for')] : []),
    ...wrapped(settings).map(pc.dim),
    ...provenanceLines(environment).map(pc.dim),
  ].join('\n');
}

function lawLines(result: ScaleResult): string[] {
  const lines = fitLines(result).flatMap((line) => wrapped(line));
  return lines.length === 0 ? [] : [pc.bold('Universal Scalability Law'), ...lines];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
