// Sections that show tables alone, most of them those of a terminal: demonstrations, litmus tests, comparisons, mutants,
// machines, files.

import { basename } from 'node:path';
import type { CompareResult } from '../../results/compare-result.js';
import type { DoctorResult } from '../../results/doctor-result.js';
import type { MutantsResult } from '../../results/mutants-result.js';
import type { Result, ResultFile } from '../../results/result-bytes.js';
import { compareRemarks, comparisonTable } from '../compare-table.js';
import { demoDefects, demoOutcome } from '../demo-text.js';
import { ceilingTable, distanceTable, doctorFacts } from '../doctor-text.js';
import { litmusFaults, litmusRemarks, litmusSums, litmusTable } from '../litmus-report.js';
import { html, type Markup } from '../markup.js';
import { mutantsFindings, mutantsTable, schemesTable } from '../mutants-table.js';
import { grouped } from '../numbers.js';
import { dateText, provenance, typedText } from '../provenance.js';
import { isRun } from '../results-table.js';
import { type Cited, cite, type Evidence, letter } from './evidence.js';
import { dataTable, sameTable } from './tables.js';

export function demoSection(evidence: Evidence): Markup | undefined {
  const demos = evidence.of('reftorture/demo@1');
  if (demos.length === 0) return undefined;
  return html`<section id="demo"><h2>The race of the report, end to end</h2>
${demos.map(({ result, files }) => html`<p>${demoOutcome(result)}${cite(files)}</p><ul class="warnings">${demoDefects(result).map((line) => html`<li>${line}</li>`)}</ul>`)}</section>`;
}

export function litmusSection(evidence: Evidence): Markup | undefined {
  const tests = evidence.of('reftorture/litmus@1');
  const notRead = evidence.files.flatMap((file) => file.notRead ?? []);
  if (tests.length + notRead.length === 0) return undefined;
  const results = tests.map(({ result }) => result);
  const cites = tests.map(({ files }) => files);
  return html`<section id="litmus"><h2>Litmus tests: the memory model</h2>
<p class="lead">Small programs on the models that protocols are checked on: sc is sequential consistency, ra release/acquire, lkmm the axioms of the Linux-kernel memory model. Whether the condition of a test holds in no execution, in some or in all; the file of the test says what the Linux-kernel model gives.</p>
${sameTable('Litmus tests', litmusTable(results), cites)}
<ul class="warnings">${[...litmusFaults(results), ...litmusRemarks(results, notRead), ...litmusSums(results, notRead)].map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

export function compareSection(evidence: Evidence): Markup | undefined {
  const comparisons = evidence.of('reftorture/compare@1');
  if (comparisons.length === 0) return undefined;
  return html`<section id="comparisons"><h2>Comparisons: what changed from A to B</h2>${comparisons.map(comparison)}</section>`;
}

function comparison({ result, files }: Cited<CompareResult>): Markup {
  const title = `A: ${nameOf(result.a)}, B: ${nameOf(result.b)}`;
  return html`<h3>${title}${cite(files)}</h3>
${sameTable(title, comparisonTable(result))}
<ul class="warnings">${compareRemarks(result).map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** Without its folder, which is the reader's own. */
function nameOf({ file, digest }: CompareResult['a']): string {
  return `${basename(file)} (${digest})`;
}

export function mutantsSection(evidence: Evidence): Markup | undefined {
  const tests = evidence.of('reftorture/mutants@1');
  if (tests.length === 0) return undefined;
  const many = evidence.machines().length > 1;
  const one = ({ result, files }: Cited<MutantsResult>): Markup => {
    const [first = '', ...rest] = mutantsFindings(result);
    const schemes = schemesTable(result);
    return html`<p>${many && `${evidence.letterOf(result.environment)}: `}${first}${cite(files)}</p>
<ul class="warnings">${rest.map((line) => html`<li>${line}</li>`)}</ul>
${sameTable('Protocols, broken and sound', mutantsTable(result))}
${schemes && sameTable('Grace periods of descriptors, mistaken and right', schemes)}`;
  };
  return html`<section id="mutants"><h2>Mutants: are the broken ones found?</h2>
<p class="lead">A test of reftorture itself: every built-in protocol is checked and raced. Each broken one must be found, and no sound one accused.</p>
${tests.map(one)}</section>`;
}

export function doctorSection(evidence: Evidence): Markup | undefined {
  const examined = evidence.of('reftorture/doctor@1');
  if (examined.length === 0) return undefined;
  const one = ({ result, files }: Cited<DoctorResult>): Markup => {
    const distances = result.distances && distanceTable(result.distances);
    return html`<h3>Machine ${evidence.letterOf(result.environment)}${cite(files)}</h3>
<ul class="warnings">${result.advice.map((line) => html`<li>${line}</li>`)}</ul>
${dataTable('The machine', ['what', 'found'], doctorFacts(result))}
${sameTable('One instruction on one word that all threads share, per thread', ceilingTable(result.ceilings))}
${distances && sameTable('shared on each engine, divided by the same loop in C by hand', distances)}`;
  };
  return html`<section id="doctor"><h2>What the machine can measure</h2>
<p class="lead">What would disturb a measurement, and the ceilings: one atomic instruction on one word that all threads share. No protocol can be faster.</p>
${examined.map(one)}</section>`;
}

export function provenanceSection(evidence: Evidence): Markup {
  const files = evidence.files.map((file, index) => [
    html`<span id="file-${index + 1}">[${index + 1}]</span> <code>${basename(file.file)}</code>${madeBy(file)}`,
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

/** The command line, as it was typed: folders in it are the user's own words. */
function madeBy({ commandLine }: ResultFile): Markup | false {
  return commandLine !== null && html`<small><code>${typedText(commandLine)}</code></small>`;
}

function machinesOf(evidence: Evidence, { results }: ResultFile): string {
  const letters = results.flatMap((result) => ('environment' in result ? [evidence.letterOf(result.environment)] : []));
  return [...new Set(letters)].join(', ') || (results.some(isRun) ? 'any: the result does not depend on it' : '–');
}

const MOST_SEEDS = 4;

function seedsOf({ results }: ResultFile): string {
  const seeds = [...new Set(results.flatMap(seedOf))];
  const more = seeds.length > MOST_SEEDS ? ` and ${seeds.length - MOST_SEEDS} more` : '';
  return seeds.length === 0 ? '–' : seeds.slice(0, MOST_SEEDS).join(', ') + more;
}

function seedOf(result: Result): number[] {
  return 'config' in result && 'seed' in result.config ? [result.config.seed] : [];
}
