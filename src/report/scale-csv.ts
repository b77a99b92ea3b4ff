// Every trial of a measurement as a line of comma-separated values (RFC 4180), for a spreadsheet or R.

import type { ScaleResult } from '../results/scale-result.js';

const COLUMNS = [
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
      ...[trial.getsPerOp ?? '', trial.freesPerOp ?? ''],
    ]),
  );
  return [COLUMNS, ...rows].map((row) => `${row.map((value) => quoted(`${value}`)).join(',')}\r\n`).join('');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
