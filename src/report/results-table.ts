// What lies in a folder of results: one line for each file.

import pc from 'picocolors';
import type { ResultFile } from '../results/result-bytes.js';
import type { ResultRow } from '../results/results-listing.js';
import { wrapped } from './layout.js';
import { grouped } from './numbers.js';
import { dateText } from './origin-text.js';
import { joined, machineOf, outcomeOf, subjectOf } from './result-summary.js';
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
