// Throughput: for each machine and workload the curves, and the numbers behind them.

import { groupBy } from '../../analysis/group-by.js';
import { mergeScales, scaleKey } from '../../analysis/merge-scales.js';
import type { ScaleResult, ScaleSeries } from '../../results/scale-result.js';
import { chartId, type LineChart, type LineStyles } from '../charts/line-chart.js';
import { scaleCharts } from '../charts/scale-charts.js';
import { html, type Markup, type Piece } from '../markup.js';
import { conditionsOf, fitLines, gainsOf, OVERSUBSCRIBED, pointsTable } from '../scale-figures.js';
import { cite, type Evidence } from './evidence.js';
import { sameTable } from './tables.js';

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
  const many = evidence.machines().length > 1;
  return mergeScales(cited.map(({ result }) => result)).flatMap((measurement, index) => {
    const files = cited
      .filter(({ result }) => scaleKey(result) === scaleKey(measurement))
      .flatMap((entry) => entry.files);
    const machine = evidence.letterOf(measurement.environment);
    return groupBy(measurement.series, ({ workload }) => workload).map((series) => {
      const { workload } = series[0] as ScaleSeries;
      const id = chartId('scale', machine, String(index + 1), workload);
      const title = many ? `${workload}, on ${machine} (${measurement.environment.cpuModel})` : workload;
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
${measurements.map(gains)}
${panels.map(
  (panel) => html`<section id="${panel.id}"><h3>${panel.title}${cite(panel.files)}</h3>
<p class="facts">${conditionsOf(panel.measurement)}</p>
${drawn(panel.charts)}${scaleNumbers(panel)}</section>`,
)}</section>`;
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
