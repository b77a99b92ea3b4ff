// A result file as its command showed it.

import type { CheckResult } from '../results/check-result.js';
import type { LitmusResult } from '../results/litmus-result.js';
import type { RaceResult } from '../results/race-result.js';
import type { Result, ResultFile } from '../results/result-bytes.js';
import { checkReport, matrixTable } from './check-report.js';
import { claimInFull, claimsTable } from './claims-report.js';
import { compareTable } from './compare-table.js';
import { demoText } from './demo-text.js';
import { doctorText } from './doctor-text.js';
import { listText } from './list-text.js';
import { litmusReport } from './litmus-report.js';
import { mutantsReport } from './mutants-table.js';
import { raceReport } from './race-report.js';
import { resultsTable } from './results-table.js';
import { scaleReport } from './scale-report.js';
import { replayReport, witnessLines } from './witness.js';

export function resultText({ results, schema, notRead }: ResultFile): string {
  switch (schema) {
    case 'reftorture/race-set@1':
      return raceReport(results as RaceResult[]);
    case 'reftorture/check-set@1':
      return matrixTable(results as CheckResult[]);
    case 'reftorture/litmus-set@1':
      return litmusReport(results as LitmusResult[], notRead);
    default:
      return textOf(results[0] as Result);
  }
}

function textOf(result: Result): string {
  switch (result.schema) {
    case 'reftorture/race@1':
      return raceReport([result]);
    case 'reftorture/check@1':
      return checkReport(result, true);
    case 'reftorture/witness@1':
      return witnessLines(result.config, result.witness).join('\n');
    case 'reftorture/replay@1':
      return replayReport(result);
    case 'reftorture/scale@1':
      return scaleReport(result);
    case 'reftorture/claims@1': {
      const [first, ...others] = result.claims;
      return first && others.length === 0 ? claimInFull(first) : claimsTable(result);
    }
    case 'reftorture/litmus@1':
      return litmusReport([result]);
    case 'reftorture/compare@1':
      return compareTable(result);
    case 'reftorture/mutants@1':
      return mutantsReport(result);
    case 'reftorture/doctor@1':
      return doctorText(result);
    case 'reftorture/demo@1':
      return demoText(result);
    case 'reftorture/list@1':
      return listText(result);
    case 'reftorture/results@1':
      return resultsTable(result.results, result.skipped);
  }
}
