// The report as one page: nothing is loaded from anywhere, and only this program's own script may run in it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE_ROOT } from '../../front-end/sources.js';
import { packageVersion } from '../../machine/environment.js';
import type { ResultFile } from '../../results/result-bytes.js';
import { type LineChart, lineStylesFor } from '../charts/line-chart.js';
import { themeVariables } from '../charts/svg-theme.js';
import { html, type Markup, trusted } from '../markup.js';
import { plural } from '../numbers.js';
import { checkSection } from './check-section.js';
import { claimCharts, claimsSection } from './claims-section.js';
import { Evidence } from './evidence.js';
import { raceCharts, raceSection } from './race-section.js';
import { machinePanels, scalePanels, scaleSection } from './scale-section.js';
import { SourceTexts, sourceSection } from './sources.js';
import {
  compareSection,
  demoSection,
  doctorSection,
  litmusSection,
  mutantsSection,
  provenanceSection,
} from './table-sections.js';

/** The script of a report, relative to the source root, and the file that the build makes of it. */
export const PAGE_SCRIPT_SOURCE = 'report/html/browser/page-script.ts';
export const PAGE_SCRIPT = join(SOURCE_ROOT, '../dist/report/html/page-script.js');

export interface Report {
  /** The page. */
  readonly page: string;
  /** Every chart of it, by name, as an element of a page: see standaloneSvg(). */
  readonly charts: ReadonlyMap<string, string>;
}

export async function htmlReport(files: readonly ResultFile[], title: string): Promise<Report> {
  const evidence = new Evidence(files);
  const styles = lineStylesFor(protocolsOf(evidence));
  const panels = scalePanels(evidence, styles);
  const across = machinePanels(panels, evidence, styles);
  const races = raceCharts(evidence, styles);
  const answers = claimCharts(evidence);
  const charts = await draw([
    ...across.flatMap((panel) => panel.charts),
    ...panels.flatMap((panel) => panel.charts),
    ...races.flatMap((race) => race.charts),
    ...answers.map(({ chart }) => chart),
  ]);
  const figures = (wanted: readonly LineChart[]): Markup =>
    html`<div class="charts">${wanted.map((chart) => figure(chart, charts.get(chart.id) ?? ''))}</div>`;
  const sources = new SourceTexts();
  const sections = [
    demoSection(evidence),
    claimsSection(evidence, answers, figures),
    checkSection(evidence, sources),
    litmusSection(evidence),
    raceSection(evidence, (machine) => figures(races.find((race) => race.machine === machine)?.charts ?? [])),
    scaleSection(panels, across, figures),
    compareSection(evidence),
    mutantsSection(evidence),
    doctorSection(evidence),
    provenanceSection(evidence),
    sourceSection(sources),
  ].filter((section) => section !== undefined);
  return { page: documentOf(title, evidence, sections, readFileSync(PAGE_SCRIPT, 'utf8')), charts };
}

/** In the order of the files, so that a protocol keeps its style when files are added. */
function protocolsOf(evidence: Evidence): string[] {
  return [
    ...evidence.of('reftorture/scale@1').flatMap(({ result }) => result.config.protocols),
    ...evidence.of('reftorture/race@1').map(({ result }) => result.config.protocol),
    ...evidence.of('reftorture/check@1').map(({ result }) => result.config.protocol),
  ];
}

async function draw(wanted: readonly LineChart[]): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const { drawChart } = await import('../charts/draw.js'); // with its packages, which only charts need
  return new Map(wanted.map((chart) => [chart.id, drawChart(chart)]));
}

function figure(chart: LineChart, svg: string): Markup {
  const bounds = chart.lines.some(({ points }) => points.some(({ bound }) => bound));
  return html`<figure><figcaption><b>${chart.title}</b>${chart.note}${bounds && ' ▽ none seen: with 95 % confidence the rate is below the mark.'}</figcaption>${trusted(svg)}</figure>`;
}

const TITLES: Readonly<Record<string, string>> = {
  demo: 'Demonstration',
  claims: 'Answers',
  checks: 'Checks',
  witnesses: 'Witnesses',
  litmus: 'Litmus tests',
  races: 'Races',
  scale: 'Scale',
  comparisons: 'Comparisons',
  mutants: 'Mutants',
  doctor: 'Machine',
  provenance: 'Where the numbers come from',
  sources: 'Sources',
};

function documentOf(title: string, evidence: Evidence, sections: readonly Markup[], script: string): string {
  const style = `:root{${themeVariables('light')}}@media(prefers-color-scheme:dark){:root{${themeVariables('dark')}}}\n${readFileSync(join(SOURCE_ROOT, 'report/html/page.css'), 'utf8')}`;
  const body = sections.map(({ text }) => text).join('\n');
  const links = Object.keys(TITLES).filter((id) => body.includes(` id="${id}">`));
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="generator" content="reftorture ${packageVersion()}"><link rel="icon" href="data:,">
<title>${title}</title><style>${trusted(style)}</style></head>
<body><header class="top"><h1>${title}</h1>
<p class="lead">${plural(evidence.files.length, 'result file')} of reftorture, ${plural(evidence.machines().length, 'machine')}. A number in brackets leads to the file that it comes from.</p>
<nav aria-label="Sections"><ul>${links.map((id) => html`<li><a href="#${id}">${TITLES[id]}</a></li>`)}</ul></nav></header>
<main>${trusted(body)}</main>
<footer>Made by reftorture ${packageVersion()}. This page loads nothing and sends nothing.</footer>
<script>${trusted(script)}</script></body></html>
`;
  return page.text;
}
