// A result file as its command showed it.

import type { CheckResult, WitnessFile } from '../results/check-result.js';
import type { RaceResult } from '../results/race-result.js';
import type { ResultFile } from '../results/read-result.js';
import type { ScaleResult } from '../results/scale-result.js';
import { checkReport } from './check-report.js';
import { matrixTable } from './matrix.js';
import { raceReport } from './race-report.js';
import { resultRow, resultsTable } from './results-table.js';
import { scaleReport } from './scale-table.js';
import { witnessLines } from './witness.js';

export function resultText(file: ResultFile): string {
  const { results, schema } = file;
  switch (schema) {
    case 'reftorture/race@1':
    case 'reftorture/race-set@1':
      return raceReport(results as RaceResult[]);
    case 'reftorture/check@1':
      return checkReport(results[0] as CheckResult, true);
    case 'reftorture/witness@1': {
      const { config, witness } = results[0] as WitnessFile;
      return witnessLines(config, witness).join('\n');
    }
    case 'reftorture/check-set@1':
      return matrixTable(results as CheckResult[]);
    case 'reftorture/scale@1':
      return scaleReport(results[0] as ScaleResult);
    default:
      return `${resultsTable([resultRow(file)], [])}\nreftorture report ${file.file} makes a page of it`;
  }
}
