// The report as one page: nothing is loaded from anywhere, and only this program's own script may run in it. Sections that
// are tables and remarks are here, the others in files of their own.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mergedRace, raceKey } from '../../analysis/merge.js';
import { SOURCE_ROOT } from '../../front-end/sources.js';
import { groupBy } from '../../group-by.js';
import { packageVersion } from '../../machine/environment.js';
import { typedText } from '../../options/option.js';
import type { CompareResult } from '../../results/compare-result.js';
import type { DoctorResult } from '../../results/doctor-result.js';
import type { MutantsResult } from '../../results/mutants-result.js';
import type { RaceResult } from '../../results/race-result.js';
import type { ResultFile } from '../../results/result-bytes.js';
import { violationRateCharts } from '../charts/charts.js';
import { drawChart } from '../charts/draw.js';
import { type LineChart, type LineStyles, lineStylesFor } from '../charts/line-chart.js';
import { themeVariables } from '../charts/svg-theme.js';
import { compareRemarks, comparisonTable } from '../compare-table.js';
import { demoDefects, demoOutcome } from '../demo-text.js';
import { ceilingTable, distanceTable, doctorFacts } from '../doctor-text.js';
import { litmusFaults, litmusRemarks, litmusSums, litmusTable } from '../litmus-report.js';
import { html, type Markup, trusted } from '../markup.js';
import { mutantsFindings, mutantsTable, schemesTable } from '../mutants-table.js';
import { grouped, plural } from '../numbers.js';
import { dateText, provenance } from '../provenance.js';
import { notesOf, outcomesTable, raceName, storiesOf, unseenIn } from '../race-report.js';
import { isRun } from '../results-table.js';
import { checkSection } from './check-section.js';
import { claimsSection } from './claims-section.js';
import { scaleSection } from './scale-section.js';
import { SourceTexts, sourceSection } from './sources.js';
import { type Cited, cite, dataTable, Evidence, type Figures, letter, remarks, sameTable, together } from './tables.js';

/** The script of a report, relative to the source root, and the file that the build makes of it. */
export const PAGE_SCRIPT_SOURCE = 'report/html/browser/page-script.ts';
export const PAGE_SCRIPT = join(SOURCE_ROOT, '../dist/report/html/page-script.js');

/** Returns the page, and every chart of it, by name, as an element of a page: see standaloneSvg(). */
export function htmlReport(files: readonly ResultFile[], title: string) {
  const evidence = new Evidence(files);
  const styles = lineStylesFor(protocolsOf(evidence));
  const charts = new Map<string, string>();
  const figure = (chart: LineChart): Markup => {
    const svg = drawChart(chart);
    charts.set(chart.id, svg);
    const bounds = chart.lines.some(({ points }) => points.some(({ bound }) => bound));
    return html`<figure><figcaption><b>${chart.title}</b>${chart.note}${bounds && ' ▽ none seen: with 95 % confidence the rate is below the mark.'}</figcaption>${trusted(svg)}</figure>`;
  };
  const figures: Figures = (wanted) => html`<div class="charts">${wanted.map(figure)}</div>`;
  const sources = new SourceTexts();
  const sections = [
    demoSection(evidence),
    claimsSection(evidence, figures),
    checkSection(evidence, sources),
    litmusSection(evidence),
    raceSection(evidence, styles, figures),
    scaleSection(evidence, styles, figures),
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

function raceSection(evidence: Evidence, styles: LineStyles, figures: Figures): Markup | undefined {
  const races = together(evidence.of('reftorture/race@1'), raceKey, mergedRace);
  if (races.length === 0) return undefined;
  const results = races.map(({ result }) => result);
  const machineOf = ({ environment }: RaceResult): string => evidence.letterOf(environment);
  const nameOf = (result: RaceResult): string =>
    raceName(result) + (evidence.machines().length > 1 ? ` on ${machineOf(result)}` : '');
  const unseen = unseenIn(results);
  const notes = notesOf(results, raceName);
  return html`<section id="races"><h2>Races: real threads</h2>
<p class="lead">Worker threads play the scenario on shared memory, and detectors watch. A violation is proof. A clean run is a sample of interleavings and no proof: below the zero stands what it excludes with 95 % confidence, if events are independent.</p>
${sameTable('Outcomes of races', outcomesTable(results, nameOf), races)}
${unseen.length > 0 && html`<p class="notes">In none of these runs: ${unseen.join('; ')}.</p>`}
${groupBy(results, machineOf).map((own) => figures(violationRateCharts(`stall-${machineOf(own[0] as RaceResult)}`, own, styles)))}
${stories(races)}${notes.length > 0 && html`<h3>Notes</h3>${remarks(notes)}`}</section>`;
}

function stories(races: readonly Cited<RaceResult>[]): Markup {
  const told = storiesOf(races, ({ result }) => result);
  return html`${told.length > 0 && html`<h3>As it happened</h3>`}${told.map(
    ({ item: { files }, lines }) =>
      html`<blockquote class="story">${lines.map((line, index) => html`<p>${line.trim()}${index === 0 && cite(files)}</p>`)}</blockquote>`,
  )}`;
}

function demoSection(evidence: Evidence): Markup | undefined {
  const demos = evidence.of('reftorture/demo@1');
  if (demos.length === 0) return undefined;
  return html`<section id="demo"><h2>The race of the report, end to end</h2>
${demos.map(({ result, files }) => html`<p>${demoOutcome(result)}${cite(files)}</p>${remarks(demoDefects(result))}`)}</section>`;
}

function litmusSection(evidence: Evidence): Markup | undefined {
  const tests = evidence.of('reftorture/litmus@1');
  const notRead = evidence.files.flatMap((file) => file.notRead ?? []);
  if (tests.length + notRead.length === 0) return undefined;
  const results = tests.map(({ result }) => result);
  return html`<section id="litmus"><h2>Litmus tests: the memory model</h2>
<p class="lead">Small programs on the models that protocols are checked on: sc is sequential consistency, ra release/acquire, lkmm the axioms of the Linux-kernel memory model. Whether the condition of a test holds in no execution, in some or in all; the file of the test says what the Linux-kernel model gives.</p>
${sameTable('Litmus tests', litmusTable(results), tests)}
${remarks([...litmusFaults(results), ...litmusRemarks(results, notRead), ...litmusSums(results, notRead)])}</section>`;
}

function compareSection(evidence: Evidence): Markup | undefined {
  const comparisons = evidence.of('reftorture/compare@1');
  if (comparisons.length === 0) return undefined;
  return html`<section id="comparisons"><h2>Comparisons: what changed from A to B</h2>${comparisons.map(comparison)}</section>`;
}

function comparison({ result, files }: Cited<CompareResult>): Markup {
  const title = `A: ${nameOf(result.a)}, B: ${nameOf(result.b)}`;
  return html`<h3>${title}${cite(files)}</h3>
${sameTable(title, comparisonTable(result))}
${remarks(compareRemarks(result))}`;
}

/** Without its folder, which is the reader's own. */
function nameOf({ file, digest }: CompareResult['a']): string {
  return `${basename(file)} (${digest})`;
}

function mutantsSection(evidence: Evidence): Markup | undefined {
  const tests = evidence.of('reftorture/mutants@1');
  if (tests.length === 0) return undefined;
  const many = evidence.machines().length > 1;
  const one = ({ result, files }: Cited<MutantsResult>): Markup => {
    const [first = '', ...rest] = mutantsFindings(result);
    const schemes = schemesTable(result);
    return html`<p>${many && `${evidence.letterOf(result.environment)}: `}${first}${cite(files)}</p>
${remarks(rest)}
${sameTable('Protocols, broken and sound', mutantsTable(result))}
${schemes && sameTable('Grace periods of descriptors, mistaken and right', schemes)}`;
  };
  return html`<section id="mutants"><h2>Mutants: are the broken ones found?</h2>
<p class="lead">A test of reftorture itself: every built-in protocol is checked and raced. Each broken one must be found, and no sound one accused.</p>
${tests.map(one)}</section>`;
}

function doctorSection(evidence: Evidence): Markup | undefined {
  const examined = evidence.of('reftorture/doctor@1');
  if (examined.length === 0) return undefined;
  const one = ({ result, files }: Cited<DoctorResult>): Markup => {
    const distances = result.distances && distanceTable(result.distances);
    return html`<h3>Machine ${evidence.letterOf(result.environment)}${cite(files)}</h3>
${remarks(result.advice)}
${dataTable('The machine', ['what', 'found'], doctorFacts(result))}
${sameTable('One instruction on one word that all threads share, per thread', ceilingTable(result.ceilings))}
${distances && sameTable('shared on each engine, divided by the same loop in C by hand', distances)}`;
  };
  return html`<section id="doctor"><h2>What the machine can measure</h2>
<p class="lead">What would disturb a measurement, and the ceilings: one atomic instruction on one word that all threads share. No protocol can be faster.</p>
${examined.map(one)}</section>`;
}

function provenanceSection(evidence: Evidence): Markup {
  const files = evidence.files.map((file, index) => [
    html`<span id="file-${index + 1}">[${index + 1}]</span> <code>${basename(file.file)}</code>${file.commandLine && html`<small><code>${typedText(file.commandLine)}</code></small>`}`,
    file.schema,
    html`<code>${file.digest}</code>`,
    grouped(file.bytes),
    dateText(file) || '–',
    machinesOf(evidence, file),
    seedsOf(file),
  ]);
  const machines = evidence
    .machines()
    .map((environment, index) => html`<dt>${letter(index)}</dt><dd>${provenance(environment)}</dd>`);
  return html`<section id="provenance"><h2>Where the numbers come from</h2>
${dataTable('Result files', ['file', 'schema', 'SHA-256 begins', 'bytes', 'made (UTC)', 'machine', 'seeds'], files, [3], 'files')}
${machines.length > 0 && html`<h3>Machines</h3><dl class="machines">${machines}</dl>`}</section>`;
}

function machinesOf(evidence: Evidence, { results }: ResultFile): string {
  const letters = results.flatMap((result) => ('environment' in result ? [evidence.letterOf(result.environment)] : []));
  return [...new Set(letters)].join(', ') || (results.some(isRun) ? 'any: the result does not depend on it' : '–');
}

const MOST_SEEDS = 4;

function seedsOf({ results }: ResultFile): string {
  const seeds = new Set(
    results.flatMap((result) => ('config' in result && 'seed' in result.config ? result.config.seed : [])),
  );
  const more = seeds.size > MOST_SEEDS ? ` and ${seeds.size - MOST_SEEDS} more` : '';
  return seeds.size === 0 ? '–' : [...seeds].slice(0, MOST_SEEDS).join(', ') + more;
}
