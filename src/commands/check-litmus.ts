// reftorture check --litmus

import { DEFAULT_MAX_STATES } from '../checker/check.js';
import { runLitmusFile } from '../checker/litmus/run.js';
import { litmusReport } from '../report/litmus-report.js';
import { isAsStated } from '../results/litmus-result.js';
import { EXIT } from './exit-codes.js';
import { openOutput } from './output-file.js';

export interface LitmusFlags {
  readonly maxStates?: number;
  readonly json: boolean;
  readonly out?: string;
}

/** Runs the tests in `files` under every memory model. Returns the exit code. */
export function checkLitmus(
  files: readonly string[],
  { maxStates = DEFAULT_MAX_STATES.ra, json, out }: LitmusFlags,
): number {
  const output = out === undefined ? undefined : openOutput(out);
  try {
    const results = files.map((file) => runLitmusFile(file, maxStates));
    const only = results.length === 1 ? results[0] : { schema: 'reftorture/litmus-set@1', runs: results };
    const text = JSON.stringify(only, null, 2);
    output?.commit(`${text}\n`);
    process.stdout.write(`${json ? text : litmusReport(results)}\n`);
    return results.every(isAsStated) ? EXIT.asExpected : EXIT.violation;
  } finally {
    output?.discard();
  }
}
