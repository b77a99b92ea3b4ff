// What the machines can measure.

import type { DoctorResult } from '../../results/doctor-result.js';
import { ceilingCells, distanceCells, doctorFacts } from '../doctor-text.js';
import { type Cited, cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import { dataTable, sameTable } from './tables.js';

export function doctorSection(evidence: Evidence): Markup | undefined {
  const examined = evidence.of('reftorture/doctor@1');
  if (examined.length === 0) return undefined;
  const one = ({ result, files }: Cited<DoctorResult>): Markup => {
    const { columns, rows } = ceilingCells(result.ceilings);
    const distances = result.distances && distanceCells(result.distances);
    return html`<h3>Machine ${evidence.letterOf(result.environment)}${cite(files)}</h3>
<ul class="warnings">${result.advice.map((line) => html`<li>${line}</li>`)}</ul>
${dataTable('The machine', ['what', 'found'], doctorFacts(result))}
${sameTable('One instruction on one word that all threads share, per thread', columns, rows)}
${distances && sameTable('shared on each engine, divided by the same loop in C by hand', distances.columns, distances.rows)}`;
  };
  return html`<section id="doctor"><h2>What the machine can measure</h2>
<p class="lead">What would disturb a measurement, and the ceilings: one atomic instruction on one word that all threads share. No protocol can be faster.</p>
${examined.map(one)}</section>`;
}
