// Throughput: for each machine and workload the curves, and the numbers behind them.

import { mergedScale, scaleKey } from '../../analysis/merge.js';
import { groupBy } from '../../group-by.js';
import type { ScaleResult, ScaleSeries } from '../../results/scale-result.js';
import { scaleCharts } from '../charts/charts.js';
import { chartId, DASHES, type LineStyles } from '../charts/line-chart.js';
import { html, type Markup, type Piece } from '../markup.js';
import { conditionsOf, fitLines, gainsOf, machinesTable, OVERSUBSCRIBED, pointsTable } from '../scale-report.js';
import { type Cited, cite, type Evidence, type Figures, remarks, sameTable, together } from './tables.js';

/** One workload of one measurement. */
interface ScalePanel {
  readonly id: string;
  readonly title: string;
  readonly measurement: ScaleResult;
  readonly files: readonly number[];
  readonly series: readonly ScaleSeries[];
}

function panelsOf(measurements: readonly Cited<ScaleResult>[], evidence: Evidence): ScalePanel[] {
  const many = evidence.machines().length > 1;
  return measurements.flatMap(({ result: measurement, files }, index) => {
    const { cpuModel } = measurement.environment;
    const machine = evidence.letterOf(measurement.environment);
    return groupBy(measurement.series, ({ workload }) => workload).map((series) => {
      const { workload } = series[0] as ScaleSeries;
      const id = chartId('scale', machine, String(index + 1), workload);
      return { id, title: many ? `${workload}, on ${machine} (${cpuModel})` : workload, measurement, files, series };
    });
  });
}

export function scaleSection(evidence: Evidence, styles: LineStyles, figures: Figures): Markup | undefined {
  const measurements = together(evidence.of('reftorture/scale@1'), scaleKey, mergedScale);
  const panels = panelsOf(measurements, evidence);
  if (panels.length === 0) return undefined;
  const warnings = measurements.flatMap(({ result }) => result.warnings);
  const across = acrossMachines(panels, evidence, styles, figures);
  return html`<section id="scale"><h2>Scale: throughput by number of threads</h2>
<p class="lead">Medians with the interval in which 95 of 100 medians of resampled trials lie. Trials of all protocols took turns in random order; speed-ups are medians of ratios within a turn. The small dots beside an interval are its trials.</p>
${warnings.length > 0 && html`<details open><summary>What to know before believing a number</summary>${remarks(warnings)}</details>`}
${
  across.length > 0 &&
  html`<section id="scale-machines"><h3>Machine by machine</h3>
<p class="facts">What may be compared between machines is how many times as fast one protocol is as the other on each of them. Operations per second say which machine is faster. Letters stand for machines: see <a href="#provenance">where the numbers come from</a>. Points with more threads than CPUs are left out.</p>
${across}</section>`
}
${measurements.map(({ result }) => gains(result))}
${panels.map(
  (panel) => html`<section id="${panel.id}"><h3>${panel.title}${cite(panel.files)}</h3>
<p class="facts">${conditionsOf(panel.measurement)}</p>
${figures(scaleCharts(panel.id, panel.series, styles))}${scaleNumbers(panel)}</section>`,
)}</section>`;
}

/** For each workload that several machines measured: a curve for each machine and protocol, and the ratios of each machine. */
function acrossMachines(
  panels: readonly ScalePanel[],
  evidence: Evidence,
  styles: LineStyles,
  figures: Figures,
): Markup[] {
  const machineOf = ({ measurement }: ScalePanel): string => evidence.letterOf(measurement.environment);
  return groupBy(panels, ({ series }) => series[0]?.workload ?? '').flatMap((same) => {
    if (new Set(same.map(machineOf)).size < 2) return [];
    const manyEngines = new Set(same.flatMap(({ series }) => series.map(({ engine }) => engine))).size > 1;
    const series = same.flatMap((panel) => {
      const letter = machineOf(panel);
      // A machine that has not so many CPUs says something else there.
      const fitting = panel.series.filter(({ oversubscribed }) => !oversubscribed);
      return fitting.map((entry) => ({ ...entry, engine: manyEngines ? `${letter}, ${entry.engine}` : letter }));
    });
    const curves = [...new Set(series.map(({ engine }) => engine))];
    const byMachine: LineStyles = (protocol, curve) => ({
      ...styles(protocol, 'wasm'),
      dash: curves.indexOf(curve) % DASHES.length,
    });
    const workload = series[0]?.workload ?? '';
    const charts = scaleCharts(chartId('scale', 'machines', workload), series, byMachine)
      .filter((chart) => /-(?:throughput|speedup)$/.test(chart.id))
      .map((chart) => ({ ...chart, title: `${chart.title}, ${workload}` }));
    return html`${figures(charts)}${sameTable(`Speed-up on each machine: ${workload}`, machinesTable(series, curves))}`;
  });
}

/** Gains and losses of a measurement side by side, and what of them was not measured. */
function gains(measurement: ScaleResult): Piece {
  const { title = '', table, missing } = gainsOf(measurement) ?? {};
  return html`${table && sameTable(title, table)}
${missing !== undefined && html`<p class="notes">${missing}</p>`}`;
}

/** The numbers behind the charts of a workload, and the curves through them. */
export function scaleNumbers({
  series,
  title,
  measurement,
}: Pick<ScalePanel, 'series' | 'title' | 'measurement'>): Markup {
  const fits = measurement.fits.filter(({ workload }) => workload === series[0]?.workload);
  const over = series.some(({ oversubscribed }) => oversubscribed) ? [OVERSUBSCRIBED] : [];
  return html`<details><summary>The numbers of ${title}</summary>
${sameTable(`Throughput: ${title}`, pointsTable(measurement, series))}
<p class="notes">${[...over, ...fitLines({ fits, series })].map((line) => html`${line}. `)}</p></details>`;
}
