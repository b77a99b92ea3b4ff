// Figures of a measurement, the tables that terminal, Markdown and pages make of them, and the report for a terminal: for each
// workload and engine the table of the series' cover letter, with intervals, and bars.

import pc from 'picocolors';
import { type Balance, baselineOf, type Curve, gainsAndLosses } from '../analysis/scale-series.js';
import { groupBy } from '../group-by.js';
import type { ScaleFit, ScaleResult, ScaleSeries, ScaleTrial } from '../results/scale-result.js';
import { pinnedTo } from '../results/verdicts.js';
import { findWorkload } from '../scenarios/workloads.js';
import { significant } from '../statistics/digits.js';
import type { Estimate } from '../statistics/estimate.js';
import { cut, outputWidth, wrapped } from './layout.js';
import { perOperation, plural, ratioText, short } from './numbers.js';
import { provenance, provenanceLines } from './provenance.js';
import {
  type Cell,
  type Figure,
  markdownTable,
  NONE,
  numeric,
  type Table,
  tableOf,
  telling,
  textOf,
  textTable,
  toned,
} from './table.js';

type Of = ScaleSeries | undefined;

interface ScaleFigure extends Figure<Of> {
  /** Head of the column of one protocol. */
  readonly headOf: (protocol: string) => string;
}

export const OVERSUBSCRIBED = '* more threads than CPUs';
const COUNT_WORD_BYTES = 4;

function figure(
  head: string,
  cell: ScaleFigure['cell'],
  headOf: ScaleFigure['headOf'] = (protocol) => `${protocol}: ${head}`,
): ScaleFigure {
  return { head, headOf, cell };
}

function ratioFigure(head: string, to: string, key: 'speedupVsOld' | 'ratioToNative'): ScaleFigure {
  return figure(
    head,
    (entry) => ratioCell(entry?.[key], entry),
    (protocol) => `${protocol} / ${to}`,
  );
}

/** Speeds, and how many times as fast as the baseline they are. */
function speedFigures(baseline: string): ScaleFigure[] {
  return [
    figure('operations/s', speed, (protocol) => protocol),
    ratioFigure(`speed-up over ${baseline}`, baseline, 'speedupVsOld'),
  ];
}

function allFigures(baseline: string): ScaleFigure[] {
  return [
    ...speedFigures(baseline),
    ratioFigure('of native', 'native', 'ratioToNative'),
    figure('slowest to fastest thread', fairness),
    figure('CAS retries/op', (entry) => perOperation(entry?.casRetriesPerOp)),
    figure('failed gets/op', (entry) => perOperation(entry?.failedGetsPerOp)),
    figure('aborted frees/op', (entry) => perOperation(entry?.abortedFreesPerOp)),
    figure('gets/op', (entry) => (entry?.freesPerOp ? perOperation(entry.getsPerOp) : NONE)), // elsewhere each has one
    figure('ns/free', nsPerFree),
    figure('bytes/page', bytesPerPage),
  ];
}

function speed(entry: Of): Cell {
  if (!entry || entry.median === null) return entry && entry.failures.length > 0 ? toned('failed', 'bad') : NONE;
  const { median, low, high, samples } = entry;
  return samples.length < 2 ? short(median) : `${short(median)} [${short(low ?? median)}, ${short(high ?? median)}]`;
}

/** Dim where the interval leaves it open which is faster. A single trial, of `entry`, has no interval. */
function ratioCell(ratio: Estimate | null | undefined, entry?: ScaleSeries): Cell {
  if (!ratio) return NONE;
  if (entry && entry.samples.length < 2) return ratio.median.toFixed(2);
  const text = ratioText(ratio);
  return ratio.low <= 1 && ratio.high >= 1 ? toned(text, 'dim') : text;
}

function fairness(entry: Of): Cell {
  if (!entry?.perThread || entry.threads === 1) return NONE;
  return `${short(entry.perThread.min)} to ${short(entry.perThread.max)}`;
}

/** Time of all threads for each page that was freed, with the gets and puts that led to it. */
function nsPerFree(entry: Of): Cell {
  if (!entry?.freesPerOp || entry.median === null) return NONE;
  return significant((entry.threads * 1e9) / (entry.median * entry.freesPerOp), 3);
}

/** Memory of the count, where it is more than the word that every page has. */
function bytesPerPage(entry: Of): Cell {
  return entry?.bytesPerPage && entry.bytesPerPage > COUNT_WORD_BYTES ? String(entry.bytesPerPage) : NONE;
}

type Place = Pick<ScaleSeries, 'protocol' | 'engine' | 'threads' | 'oversubscribed'>;
const THREADS: Figure<Place> = {
  ...{ head: 'threads', key: true },
  cell: ({ threads, oversubscribed }) => (oversubscribed ? toned(`${threads} *`, 'caution') : `${threads}`),
};
const PROTOCOL: Figure<Place> = { head: 'protocol', key: true, cell: ({ protocol }) => protocol };
const ENGINE: Figure<Place> = { head: 'engine', key: true, cell: ({ engine }) => engine };
const WORKLOAD: Figure<ScaleSeries> = { head: 'workload', key: true, cell: ({ workload }) => workload };

/** Returns the speeds of a whole measurement, protocols side by side. */
export function speedsTable(result: ScaleResult): Table {
  return sideBySide(result, result.series, [WORKLOAD, ENGINE, THREADS], speedFigures(baselineIn(result)));
}

function sideBySide(
  { config }: ScaleResult,
  series: readonly ScaleSeries[],
  keys: readonly Figure<ScaleSeries>[],
  figures: readonly ScaleFigure[],
): Table {
  const protocols = config.protocols.filter((name) => series.some(({ protocol }) => protocol === name));
  const places = groupBy(series, (entry) => JSON.stringify(keys.map(({ cell }) => textOf(cell(entry)))));
  const columns = figures.flatMap(({ headOf, cell }) =>
    protocols.map(
      (name): Figure<readonly ScaleSeries[]> => ({
        head: headOf(name),
        cell: (place) => cell(place.find(({ protocol }) => protocol === name)),
      }),
    ),
  );
  const placed = keys.map(
    ({ head, cell }): Figure<readonly ScaleSeries[]> => ({
      head,
      key: true,
      cell: ([first]) => cell(first as ScaleSeries),
    }),
  );
  return tableOf(places, [...placed, ...telling(columns, places)]);
}

/** Returns a row for each point that was measured. */
export function pointsTable(result: ScaleResult, series: readonly ScaleSeries[]): Table {
  const sorted = [...series].sort((a, b) => a.threads - b.threads);
  const figures = telling(allFigures(baselineIn(result)), sorted);
  return tableOf(sorted, [THREADS, PROTOCOL, ENGINE, ...numeric(figures)]);
}

/** Returns a row for each protocol and number of threads: its speed-up on each machine, by which `engine` is named. */
export function machinesTable(series: readonly Curve[], machines: readonly string[]): Table {
  const baseline = baselineOf(series.map(({ protocol }) => protocol));
  const others = series.filter(({ protocol }) => protocol !== baseline).sort((a, b) => a.threads - b.threads);
  return tableOf(
    groupBy(others, ({ protocol, threads }) => `${threads} ${protocol}`),
    [
      { head: 'threads', key: true, cell: ([first]) => String(first?.threads) },
      { head: 'protocol', key: true, cell: ([first]) => first?.protocol ?? NONE },
      ...machines.map(
        (machine): Figure<readonly Curve[]> => ({
          head: `over ${baseline} on ${machine}`,
          align: 'right',
          cell: (same) => ratioCell(same.find(({ engine }) => engine === machine)?.speedupVsOld),
        }),
      ),
    ],
  );
}

function baselineIn({ config }: ScaleResult): string {
  return baselineOf(config.protocols);
}

/** Returns gains and losses side by side: a table where there are both, and a sentence on what was not measured. */
export function gainsOf(result: ScaleResult) {
  const found = gainsAndLosses(result);
  if (!found) return undefined;
  const { base, workloads, rows, missing } = found;
  const engines = new Set(rows.map(({ engine }) => engine));
  const ratios = workloads.map((head, at): Figure<Balance> => ({ head, cell: (row) => ratioCell(row.ratios[at]) }));
  return {
    title: `Gains and losses: speed relative to ${base}`,
    table:
      rows.length > 0
        ? tableOf(rows, [PROTOCOL, ...(engines.size > 1 ? [ENGINE] : []), THREADS, ...ratios])
        : undefined,
    missing,
  };
}

/** Returns how it was measured: trials, pinning, compilers, seed, and how steady the machine was. */
export function conditionsOf(result: ScaleResult): string {
  const { config, othersShare, drift } = result;
  const cpus = pinnedTo(result);
  return [
    `${plural(config.trials, 'trial')} of ${config.durationMs} ms for each point`,
    cpus.length > 0 ? `pinned to CPUs ${cpus.join(', ')} in this order` : 'not pinned',
    ...(config.engines.includes('wasm') ? [config.tier ? `${config.tier} tier` : 'tier chosen by the browser'] : []),
    ...(config.compiler === undefined ? [] : [`native code by ${config.compiler}`]),
    `seed ${config.seed}`,
    ...(othersShare === null ? [] : [`others took ${(othersShare * 100).toFixed(0)} % of the CPUs' time`]),
    ...(drift === null ? [] : [`drift of the machine ${(drift * 100).toFixed(1)} %`]),
  ].join(' · ');
}

/** Returns a line for each curve, and one for all that are missing for the same reason. */
export function fitLines({ fits, series }: Pick<ScaleResult, 'fits' | 'series'>): string[] {
  const curves = fits.filter(({ fit }) => fit.model !== 'none');
  const missing = fits.flatMap(({ fit, workload, engine, protocol }) =>
    fit.model === 'none' ? { reason: fit.reason, place: `${workload} on ${engine}`, protocol } : [],
  );
  return [
    ...curves.map((curve) => `${curve.workload}, ${curve.protocol} on ${curve.engine}: ${fitText(curve, series)}`),
    ...groupBy(missing, ({ reason }) => reason).map((same) => {
      const places = groupBy(same, ({ place }) => place);
      const named = places.map((those) => `${those[0]?.place} (${those.map(({ protocol }) => protocol).join(', ')})`);
      return `no curve for ${named.join(', ')}: ${same[0]?.reason}`;
    }),
  ];
}

/** Returns what a fitted curve says of a protocol, as far as the measurement bears it out: `series`, that it was fitted to. */
export function fitText(curve: ScaleFit, series: readonly ScaleSeries[]): string {
  const { fit } = curve;
  if (fit.model === 'none') return fit.reason;
  const fitted = series.filter((entry) => isFittedBy(curve, entry)).map(({ threads }) => threads);
  const peak = peakText(fit.peakThreads, Math.min(...fitted), Math.max(...fitted));
  return `contention ${bounds(fit.sigma)}, coherency ${bounds(fit.kappa)}, ${peak}`;
}

function isFittedBy({ protocol, engine, workload }: ScaleFit, entry: ScaleSeries): boolean {
  const same = entry.protocol === protocol && entry.engine === engine && entry.workload === workload;
  return same && !entry.oversubscribed && entry.samples.length > 0;
}

/** A peak outside of what was measured, `least` to `most` threads, is one of the curve alone. */
function peakText(peak: number | null, least: number, most: number): string {
  if (peak === null) return `no peak up to ${most} threads`;
  if (peak > most) return `no peak up to ${most} threads; the curve, continued, has one near ${significant(peak, 2)}`;
  return `peak at ${Math.max(least, peak).toFixed(1)} threads`;
}

function bounds({ median, low, high }: Estimate): string {
  return `${parameter(median)} [${parameter(low)}, ${parameter(high)}]`;
}

/** Below this, a parameter bends no curve that anybody can measure. */
const LEAST = 1e-6;

function parameter(value: number): string {
  return value > 0 && value < LEAST ? '<0.000001' : significant(value, 2);
}

export function scaleReport(result: ScaleResult): string {
  const workloads = groupBy(result.series, ({ workload, engine }) => `${workload} ${engine}`);
  const parts = workloads.flatMap((series) => [
    heading(result, series),
    textTable(sideBySide(result, series, [THREADS], allFigures(baselineIn(result)))),
    bars(series),
  ]);
  return [...parts, ...gains(result), closing(result)].join('\n');
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
  const laws = wrapped(fitLines(result));
  return [
    ...(laws.length === 0 ? [] : [pc.bold('Universal Scalability Law'), ...laws]),
    '',
    ...(series.some(({ oversubscribed }) => oversubscribed) ? [pc.yellow(OVERSUBSCRIBED)] : []),
    ...wrapped(warnings.map((warning) => `warning: ${warning}`)).map((line) =>
      line.replace(/^warning:/, pc.yellow('warning:')),
    ),
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
