// Where every number comes from: files with their digests, and machines.

import { basename } from 'node:path';
import type { Result, ResultFile } from '../../results/result-bytes.js';
import { grouped } from '../numbers.js';
import { dateText, typedText } from '../origin-text.js';
import { provenance } from '../provenance.js';
import { isRun } from '../result-summary.js';
import { type Evidence, letter } from './evidence.js';
import { html, type Markup } from './markup.js';
import { dataTable } from './tables.js';

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
