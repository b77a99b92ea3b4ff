// The figures of a measurement, its tables, and what is said of how it was made: terminal, Markdown and pages show these.

import { type Balance, gainsAndLosses, missingInWords } from '../analysis/gains-and-losses.js';
import { groupBy } from '../analysis/group-by.js';
import { baselineOf, type Curve } from '../analysis/scale-series.js';
import type { ScaleConfig, ScaleFit, ScaleResult, ScaleSeries } from '../results/scale-result.js';
import { pinnedTo } from '../results/verdicts.js';
import { significant } from '../statistics/digits.js';
import type { Estimate } from '../statistics/estimate.js';
import { perOperation, plural, ratioText, short } from './numbers.js';
import { type Cell, type Figure, NONE, numeric, type Table, tableOf, telling, textOf, toned } from './table.js';

type Of = ScaleSeries | undefined;

interface ScaleFigure extends Figure<Of> {
  /** Head of the column of one protocol. */
  readonly headOf: (protocol: string) => string;
}

export const OVERSUBSCRIBED = '* more threads than CPUs';
const COUNT_WORD_BYTES = 4;

/** Speeds, and how many times as fast as the baseline they are. */
function speedFigures(baseline: string): ScaleFigure[] {
  return [
    { head: 'operations/s', headOf: (protocol) => protocol, cell: speed },
    {
      head: `speed-up over ${baseline}`,
      headOf: (protocol) => `${protocol} / ${baseline}`,
      cell: (entry) => ratioCell(entry?.speedupVsOld, entry),
    },
  ];
}

function allFigures(baseline: string): ScaleFigure[] {
  const figure = (head: string, cell: ScaleFigure['cell']): ScaleFigure => ({
    head,
    headOf: (protocol) => `${protocol}: ${head}`,
    cell,
  });
  return [
    ...speedFigures(baseline),
    {
      head: 'of native',
      headOf: (protocol) => `${protocol} / native`,
      cell: (entry) => ratioCell(entry?.ratioToNative, entry),
    },
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

function threadsCell({ threads, oversubscribed }: Pick<ScaleSeries, 'threads' | 'oversubscribed'>): Cell {
  return oversubscribed ? toned(`${threads} *`, 'caution') : String(threads);
}

type Place = Pick<ScaleSeries, 'protocol' | 'engine' | 'threads' | 'oversubscribed'>;
const THREADS: Figure<Place> = { head: 'threads', key: true, cell: threadsCell };
const PROTOCOL: Figure<Place> = { head: 'protocol', key: true, cell: ({ protocol }) => protocol };
const ENGINE: Figure<Place> = { head: 'engine', key: true, cell: ({ engine }) => engine };
const WORKLOAD: Figure<ScaleSeries> = { head: 'workload', key: true, cell: ({ workload }) => workload };

/** Returns a row for each number of threads, in which the protocols stand side by side. `series`: of a workload and engine. */
export function protocolsTable(result: ScaleResult, series: readonly ScaleSeries[], only: 'speeds' | 'all'): Table {
  return sideBySide(result, series, [THREADS], (only === 'all' ? allFigures : speedFigures)(baselineIn(result)));
}

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
export function gainsOf(result: ScaleResult): { title: string; table?: Table; missing?: string } | undefined {
  const found = gainsAndLosses(result);
  if (!found) return undefined;
  const { base, workloads, rows } = found;
  const missing = missingInWords(found);
  const engines = new Set(rows.map(({ engine }) => engine));
  const ratios = workloads.map((head, at): Figure<Balance> => ({ head, cell: (row) => ratioCell(row.ratios[at]) }));
  return {
    title: `Gains and losses: speed relative to ${base}`,
    ...(rows.length > 0 && {
      table: tableOf(rows, [PROTOCOL, ...(engines.size > 1 ? [ENGINE] : []), THREADS, ...ratios]),
    }),
    ...(missing !== undefined && { missing }),
  };
}

/** Returns how it was measured: trials, pinning, compilers, seed, and how steady the machine was. */
export function conditionsOf(result: ScaleResult): string {
  const { config, othersShare, drift } = result;
  const cpus = pinnedTo(result);
  return [
    `${plural(config.trials, 'trial')} of ${config.durationMs} ms for each point`,
    cpus.length > 0 ? `pinned to CPUs ${cpus.join(', ')} in this order` : 'not pinned',
    ...(config.engines.includes('wasm') ? [tierText(config)] : []),
    ...(config.compiler === undefined ? [] : [`native code by ${config.compiler}`]),
    `seed ${config.seed}`,
    ...(othersShare === null ? [] : [`others took ${(othersShare * 100).toFixed(0)} % of the CPUs' time`]),
    ...(drift === null ? [] : [`drift of the machine ${(drift * 100).toFixed(1)} %`]),
  ].join(' · ');
}

/** Names the one of V8's compilers that made the code of the wasm engine. */
function tierText({ tier }: ScaleConfig): string {
  return tier === undefined ? 'tier chosen by the browser' : `${tier} tier`;
}

/** Returns a line for each curve, and one for all that are missing for the same reason. */
export function fitLines({ fits, series }: Pick<ScaleResult, 'fits' | 'series'>): string[] {
  const curves = fits.filter(({ fit }) => fit.model !== 'none');
  const missing = new Map<string, Map<string, string[]>>();
  for (const { fit, workload, engine, protocol } of fits) {
    if (fit.model !== 'none') continue;
    const places = missing.get(fit.reason) ?? new Map<string, string[]>();
    const place = `${workload} on ${engine}`;
    missing.set(fit.reason, places.set(place, [...(places.get(place) ?? []), protocol]));
  }
  return [
    ...curves.map((curve) => `${curve.workload}, ${curve.protocol} on ${curve.engine}: ${fitText(curve, series)}`),
    ...[...missing].map(([reason, places]) => {
      const named = [...places].map(([place, protocols]) => `${place} (${protocols.join(', ')})`);
      return `no curve for ${named.join(', ')}: ${reason}`;
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
