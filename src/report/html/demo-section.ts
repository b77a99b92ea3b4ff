// Demonstrations. The runs that they are made of stand in the sections of their kinds.

import type { DemoResult } from '../../results/demo-result.js';
import type { Result } from '../../results/read-result.js';
import { demoDefects, demoOutcome } from '../demo-text.js';
import { cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';

function isDemo(result: Result): result is DemoResult {
  return result.schema === 'reftorture/demo@1';
}

export function demoSection(evidence: Evidence): Markup | undefined {
  const demos = evidence.of(isDemo);
  if (demos.length === 0) return undefined;
  return html`<section id="demo"><h2>The race of the report, end to end</h2>
${demos.map(({ result, files }) => html`<p>${demoOutcome(result)}${cite(files)}</p><ul class="warnings">${demoDefects(result).map((line) => html`<li>${line}</li>`)}</ul>`)}</section>`;
}
