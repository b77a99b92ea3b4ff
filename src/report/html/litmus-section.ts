// Litmus tests: what the memory model allows, next to the Linux kernel's.

import { litmusFaults, litmusRemarks, litmusSums } from '../litmus-remarks.js';
import { litmusTable } from '../litmus-report.js';
import type { Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import { sameTable } from './tables.js';

export function litmusSection(evidence: Evidence): Markup | undefined {
  const tests = evidence.of('reftorture/litmus@1');
  const notRead = evidence.files.flatMap((file) => file.notRead ?? []);
  if (tests.length + notRead.length === 0) return undefined;
  const results = tests.map(({ result }) => result);
  const { columns, rows } = litmusTable(results);
  const cites = tests.map(({ files }) => files);
  return html`<section id="litmus"><h2>Litmus tests: the memory model</h2>
<p class="lead">Small programs on the models that protocols are checked on: sc is sequential consistency, ra release/acquire, lkmm the axioms of the Linux-kernel memory model. Whether the condition of a test holds in no execution, in some or in all; the file of the test says what the Linux-kernel model gives.</p>
${sameTable('Litmus tests', columns, rows, cites)}
<ul class="warnings">${[...litmusFaults(results), ...litmusRemarks(results, notRead), ...litmusSums(results, notRead)].map((line) => html`<li>${line}</li>`)}</ul></section>`;
}
