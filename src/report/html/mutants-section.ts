// Mutation tests: whether the detectors find out every broken protocol.

import type { MutantsResult } from '../../results/mutants-result.js';
import { mutantCells, mutantColumns, mutantsFindings, schemeCells, schemeColumns } from '../mutants-table.js';
import { type Cited, cite, type Evidence } from './evidence.js';
import { html, type Markup } from './markup.js';
import { sameTable } from './tables.js';

export function mutantsSection(evidence: Evidence): Markup | undefined {
  const tests = evidence.of('reftorture/mutants@1');
  if (tests.length === 0) return undefined;
  const several = evidence.machines().length > 1;
  const one = ({ result, files }: Cited<MutantsResult>): Markup => {
    const [first = '', ...rest] = mutantsFindings(result);
    return html`<p>${several && `${evidence.letterOf(result.environment)}: `}${first}${cite(files)}</p>
<ul class="warnings">${rest.map((line) => html`<li>${line}</li>`)}</ul>
${sameTable('Protocols, broken and sound', mutantColumns, result.rows.map(mutantCells))}
${result.schemes && sameTable('Grace periods of descriptors, mistaken and right', schemeColumns, result.schemes.map(schemeCells))}`;
  };
  return html`<section id="mutants"><h2>Mutants: are the broken ones found?</h2>
<p class="lead">A test of reftorture itself: every built-in protocol is checked and raced. Each broken one must be found, and no sound one accused.</p>
${tests.map(one)}</section>`;
}
