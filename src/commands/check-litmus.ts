// reftorture check --litmus

import { DEFAULT_MAX_STATES } from '../checker/check.js';
import { runLitmusFile } from '../checker/litmus/run.js';
import { litmusFiles } from '../checker/litmus/shipped.js';
import { litmusReport } from '../report/litmus-report.js';
import { isAsStated } from '../results/litmus-result.js';
import { EXIT } from './exit-codes.js';
import { type Outcome, oneOrSet } from './shell.js';

/** Runs the tests that were `asked` for under every memory model. */
export function checkLitmus(asked: readonly string[], limits: { readonly maxStates?: number }): Outcome {
  const { maxStates = DEFAULT_MAX_STATES.ra } = limits;
  const results = litmusFiles(asked).map((file) => runLitmusFile(file, { maxStates }));
  return {
    value: oneOrSet(results, 'reftorture/litmus-set@1'),
    text: () => litmusReport(results),
    exitCode: results.every(isAsStated) ? EXIT.asExpected : EXIT.violation,
  };
}
