// Comparisons of two result files.

import { basename } from 'node:path';
import type { CompareResult } from '../../results/compare-result.js';
import { compareCells, compareColumns, compareRemarks } from '../compare-table.js';
import { type Cited, cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import { sameTable } from './tables.js';

export function compareSection(evidence: Evidence): Markup | undefined {
  const comparisons = evidence.of('reftorture/compare@1');
  if (comparisons.length === 0) return undefined;
  return html`<section id="comparisons"><h2>Comparisons: what changed from A to B</h2>${comparisons.map(comparison)}</section>`;
}

function comparison({ result, files }: Cited<CompareResult>): Markup {
  const title = `A: ${nameOf(result.a)}, B: ${nameOf(result.b)}`;
  return html`<h3>${title}${cite(files)}</h3>
${sameTable(title, compareColumns, result.rows.map(compareCells))}
<ul class="warnings">${compareRemarks(result).map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** Without its folder, which is the reader's own. */
function nameOf({ file, digest }: CompareResult['a']): string {
  return `${basename(file)} (${digest})`;
}
