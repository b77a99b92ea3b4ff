// What lies in a folder of results: one line for each file.

import pc from 'picocolors';
import { grouped as byKey } from '../analysis/merge-races.js';
import type { Result, ResultFile } from '../results/read-result.js';
import type { ResultRow } from '../results/results-listing.js';
import { propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, plural, short } from './numbers.js';
import { dateText } from './origin-text.js';
import { type Column, textTable } from './table.js';

export function resultRow({ file, schema, digest, bytes, madeAt, commandLine, results }: ResultFile): ResultRow {
  return {
    file,
    schema,
    digest,
    bytes,
    madeAt,
    commandLine,
    subject: joined(results.map(subjectOf)),
    outcome: joined(results.map(outcomeOf)),
    machine: joined(results.map(machineOf)),
  };
}

/** A date, with the mark of what is cut behind it. */
const DATE_AND_MARK = 11;

const COLUMNS: readonly Column[] = [
  { head: 'file', key: true },
  { head: 'result of' },
  { head: 'what ran', least: 20 },
  { head: 'what came out', least: 16 },
  { head: 'made (UTC)', least: DATE_AND_MARK },
  { head: 'machine', least: 12 },
  { head: 'bytes', align: 'right' },
];

export function resultsTable(rows: readonly ResultRow[], skipped: readonly string[]): string {
  const lines = rows.map((row) => [
    row.file,
    row.schema.replace('reftorture/', ''),
    row.subject,
    row.outcome,
    dateText(row),
    row.machine,
    grouped(row.bytes),
  ]);
  const none = rows.length === 0 ? 'no results here\n' : textTable(COLUMNS, lines);
  return [none, ...skipped.flatMap((reason) => wrapped(`left out: ${reason}`)).map(pc.dim)].join('\n').trimEnd();
}

const MOST = 3;

/** Different ones, each with how often it comes. */
function joined(texts: readonly string[]): string {
  const groups = byKey(texts, (text) => text).map((same) => `${same[0]}${same.length > 1 ? ` x${same.length}` : ''}`);
  const more = groups.length > MOST ? `; ${groups.length - MOST} more` : '';
  return groups.slice(0, MOST).join('; ') + more;
}

function subjectOf(result: Result): string {
  switch (result.schema) {
    case 'reftorture/race@1':
    case 'reftorture/check@1':
    case 'reftorture/witness@1':
    case 'reftorture/replay@1':
      return `${result.config.protocol} in ${result.config.scenario}`;
    case 'reftorture/scale@1': {
      const { workloads, protocols, threads } = result.config;
      return `${workloads.join(', ')}: ${protocols.join(', ')} at ${threads.join(', ')} threads`;
    }
    case 'reftorture/claims@1':
      return plural(result.claims.length, 'claim');
  }
}

function outcomeOf(result: Result): string {
  switch (result.schema) {
    case 'reftorture/race@1':
    case 'reftorture/check@1':
    case 'reftorture/replay@1':
      return result.verdict;
    case 'reftorture/witness@1':
      return propertyTitle(result.witness.property);
    case 'reftorture/scale@1':
      return `up to ${short(result.series.reduce((most, { median }) => Math.max(most, median ?? 0), 0))} operations/s`;
    case 'reftorture/claims@1':
      return joined(result.claims.map(({ verdict }) => verdict));
  }
}

function machineOf(result: Result): string {
  if (!('environment' in result)) return 'any';
  const { cpuModel, cpus, node } = result.environment;
  return `${cpuModel}, ${plural(cpus, 'CPU')}, Node ${node}`;
}
