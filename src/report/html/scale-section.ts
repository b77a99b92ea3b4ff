// Throughput: for each machine and workload the curves, and the numbers behind them.

import { gainsAndLosses, missingInWords } from '../../analysis/gains-and-losses.js';
import { grouped as byKey } from '../../analysis/merge-races.js';
import { mergeScales, scaleKey } from '../../analysis/merge-scales.js';
import { pinnedTo, type ScaleFit, type ScaleResult, type ScaleSeries } from '../../results/scale-result.js';
import type { Estimate } from '../../statistics/estimate.js';
import { chartId } from '../charts/chart-id.js';
import type { LineChart } from '../charts/line-chart.js';
import type { LineStyles } from '../charts/line-styles.js';
import { scaleCharts } from '../charts/scale-charts.js';
import { fitText } from '../fit-text.js';
import { perOperation, plural, short } from '../numbers.js';
import { tierText } from '../tier-text.js';
import { cite, type Evidence } from './evidence.js';
import { html, type Markup, type Piece } from './markup.js';
import { dataTable } from './tables.js';

/** One workload of one measurement. */
export interface ScalePanel {
  readonly id: string;
  readonly title: string;
  readonly measurement: ScaleResult;
  readonly files: readonly number[];
  readonly series: readonly ScaleSeries[];
  readonly charts: readonly LineChart[];
}

export function scalePanels(evidence: Evidence, styles: LineStyles): ScalePanel[] {
  const cited = evidence.of('reftorture/scale@1');
  const several = evidence.machines().length > 1;
  return mergeScales(cited.map(({ result }) => result)).flatMap((measurement, index) => {
    const files = cited
      .filter(({ result }) => scaleKey(result) === scaleKey(measurement))
      .flatMap((entry) => entry.files);
    const machine = evidence.letterOf(measurement.environment);
    return byKey(measurement.series, ({ workload }) => workload).map((series) => {
      const { workload } = series[0] as ScaleSeries;
      const id = chartId('scale', machine, String(index + 1), workload);
      const title = several ? `${workload}, on ${machine} (${measurement.environment.cpuModel})` : workload;
      return { id, title, measurement, files, series, charts: scaleCharts(id, series, styles) };
    });
  });
}

export function scaleSection(
  panels: readonly ScalePanel[],
  drawn: (charts: readonly LineChart[]) => Piece,
): Markup | undefined {
  if (panels.length === 0) return undefined;
  const measurements = [...new Set(panels.map(({ measurement }) => measurement))];
  const warnings = measurements.flatMap((measurement) => measurement.warnings);
  return html`<section id="scale"><h2>Scale: throughput by number of threads</h2>
<p class="lead">Medians with the interval in which 95 of 100 medians of resampled trials lie. Trials of all protocols took turns in random order; speed-ups are medians of ratios within a turn. The small dots beside an interval are its trials.</p>
${warnings.length > 0 && html`<details open><summary>What to know before believing a number</summary><ul class="warnings">${warnings.map((line) => html`<li>${line}</li>`)}</ul></details>`}
${measurements.map(balanceOf)}
${panels.map(
  (panel) => html`<section id="${panel.id}"><h3>${panel.title}${cite(panel.files)}</h3>
<p class="facts">${circumstances(panel.measurement)}</p>
${drawn(panel.charts)}${scaleNumbers(panel)}</section>`,
)}</section>`;
}

/** Gains and losses of a measurement side by side, and what of them was not measured. */
function balanceOf(measurement: ScaleResult): Piece {
  const found = gainsAndLosses(measurement);
  if (!found) return false;
  const { base, workloads, rows } = found;
  const missing = missingInWords(found);
  const cells = rows.map(({ protocol, engine, threads, oversubscribed, ratios }) => [
    protocol,
    engine === 'native' ? 'C' : engine,
    html`${threads}${oversubscribed && html` <span title="more threads than CPUs">*</span>`}`,
    ...ratios.map(ratio),
  ]);
  const head = ['protocol', 'engine', 'threads', ...workloads];
  const numeric = head.flatMap((_, column) => (column > 1 ? [column] : []));
  return html`${rows.length > 0 && dataTable(`Gains and losses: speed relative to ${base}`, head, cells, numeric)}
${missing !== undefined && html`<p class="notes">${missing}</p>`}`;
}

/** How it was measured, in a line. */
export function circumstances(result: ScaleResult): string {
  const { config, othersShare, drift } = result;
  const cpus = pinnedTo(result);
  return [
    `${plural(config.trials, 'trial')} of ${config.durationMs} ms for each point`,
    cpus.length > 0 ? `pinned to CPUs ${cpus.join(', ')}` : 'not pinned',
    ...(config.engines.includes('wasm') ? [tierText(config)] : []),
    ...(config.compiler === undefined ? [] : [`native code by ${config.compiler}`]),
    `seed ${config.seed}`,
    ...(othersShare === null ? [] : [`others took ${(othersShare * 100).toFixed(0)} % of the CPUs' time`]),
    ...(drift === null ? [] : [`drift of the machine ${(drift * 100).toFixed(1)} %`]),
  ].join(' · ');
}

/** The numbers behind the charts of a workload, and the curves through them. */
export function scaleNumbers({
  series,
  title,
  measurement,
}: Pick<ScalePanel, 'series' | 'title' | 'measurement'>): Markup {
  const head = [
    'threads',
    'protocol',
    'engine',
    'operations/s',
    '95 % interval',
    'speed-up over old',
    'of native',
    'slowest to fastest thread',
    'CAS retries/op',
    'failed gets/op',
  ];
  const rows = [...series]
    .sort((a, b) => a.threads - b.threads)
    .map((entry) => [
      html`${entry.threads}${entry.oversubscribed && html` <span title="more threads than CPUs">*</span>`}`,
      entry.protocol,
      entry.engine,
      entry.median === null ? 'failed' : short(entry.median),
      entry.low === null || entry.high === null ? '–' : `${short(entry.low)} to ${short(entry.high)}`,
      ratio(entry.speedupVsOld),
      ratio(entry.ratioToNative),
      entry.perThread && entry.threads > 1 ? `${short(entry.perThread.min)} to ${short(entry.perThread.max)}` : '–',
      perOperation(entry.casRetriesPerOp),
      perOperation(entry.failedGetsPerOp),
    ]);
  const dull = head.map((_, column) => column > 4 && rows.every((row) => row[column] === '–' || row[column] === '0'));
  const keep = <T>(row: readonly T[]): T[] => row.filter((_, column) => !dull[column]);
  const kept = keep(head);
  const fits = measurement.fits.filter(({ workload }) => workload === series[0]?.workload);
  return html`<details><summary>The numbers of ${title}</summary>
${dataTable(
  `Throughput: ${title}`,
  kept,
  rows.map(keep),
  kept.flatMap((_, column) => (column > 2 ? [column] : [])),
)}
<p class="notes">* more threads than CPUs. ${fits.map((curve) => html`${curve.protocol} on ${curve.engine}: ${lawText(curve, series)}. `)}</p></details>`;
}

function lawText(curve: ScaleFit, series: readonly ScaleSeries[]): string {
  const law = curve.fit.model === 'none' ? '' : 'Universal Scalability Law: ';
  return `${law}${fitText(curve, series)}`;
}

function ratio(estimate: Estimate | null): string {
  if (!estimate) return '–';
  return `${estimate.median.toFixed(2)} [${estimate.low.toFixed(2)}, ${estimate.high.toFixed(2)}]`;
}
