// A measurement for other programs: one Markdown table for a mail or a front page, and every trial as comma-separated values
// (RFC 4180) for a spreadsheet or R.

import type { ScaleResult } from '../results/scale-result.js';
import { provenance } from './provenance.js';
import { gainsOf, speedsTable } from './scale-figures.js';
import { markdownTable } from './table.js';

export function scaleMarkdown(result: ScaleResult): string {
  const { trials, durationMs } = result.config;
  const means = `Operations per second, and ratios: median [95 % interval] of ${trials} trials of ${durationMs} ms.`;
  const remarks = [means, gainsOf(result)?.missing ?? [], provenance(result.environment)].flat();
  return [...markdownTable(speedsTable(result)), '', remarks.join(' ')].join('\n');
}

const CSV_COLUMNS = [
  'workload',
  'engine',
  'protocol',
  'threads',
  'oversubscribed',
  'round',
  'opsPerSec',
  'slowestThreadOpsPerSec',
  'fastestThreadOpsPerSec',
  'casRetriesPerOp',
  'failedGetsPerOp',
  'abortedFreesPerOp',
  'getsPerOp',
  'freesPerOp',
];

export function scaleCsv({ series }: ScaleResult): string {
  const rows = series.flatMap(({ workload, engine, protocol, threads, oversubscribed, trials }) =>
    trials.map((trial) => [
      ...[workload, engine, protocol, threads, oversubscribed],
      ...[trial.round, trial.opsPerSec, Math.min(...trial.perThread), Math.max(...trial.perThread)],
      ...[trial.casRetriesPerOp, trial.failedGetsPerOp, trial.abortedFreesPerOp],
      ...[trial.getsPerOp, trial.freesPerOp],
    ]),
  );
  return [CSV_COLUMNS, ...rows].map((row) => `${row.map((value) => quoted(`${value}`)).join(',')}\r\n`).join('');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
