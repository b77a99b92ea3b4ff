// Demonstrations. The runs that they are made of stand in the sections of their kinds.

import { demoDefects, demoOutcome } from '../demo-text.js';
import { cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';

export function demoSection(evidence: Evidence): Markup | undefined {
  const demos = evidence.of('reftorture/demo@1');
  if (demos.length === 0) return undefined;
  return html`<section id="demo"><h2>The race of the report, end to end</h2>
${demos.map(({ result, files }) => html`<p>${demoOutcome(result)}${cite(files)}</p><ul class="warnings">${demoDefects(result).map((line) => html`<li>${line}</li>`)}</ul>`)}</section>`;
}
