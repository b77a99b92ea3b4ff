// The command mutants.

import { mutants } from '../harness/mutants/mutants.js';
import { commandOption } from '../options/option.js';
import { judgedOutput } from '../options/shared.js';
import { time } from '../options/value.js';
import { mutantsReport } from '../report/mutants-table.js';
import { mutantsCases } from '../report/test-cases.js';
import type { MutantsResult } from '../results/mutants-result.js';
import { isJudgedRight, isRowRight } from '../results/verdicts.js';
import { EXIT } from './exit-codes.js';
import { commandOf, type Outcome } from './shell.js';

const options = {
  durationMs: commandOption(
    time(),
    '--duration <time>',
    'time for the races of a protocol; they end at its first violation',
    {
      default: 10_000,
    },
  ),
  ...judgedOutput,
};

export const define = commandOf({
  description:
    'Tests reftorture itself: checks and races every built-in protocol. Races go through every scenario, with noise, until something shows. Counts in one word are explored at 3 and 4 bits besides: their overflow must be the one that `list` shows. Last come the ways in which memory of descriptors comes back: mistakes in grace periods must be found, too.',
  help: [
    [
      ['reftorture mutants --duration 2s', ''],
      ['reftorture mutants --json --out mutants.json', ''],
    ],
    'Exit codes: 0 every broken protocol was found, no sound one accused, every count overflows as is said, and of descriptors the same; 1 not so; 2 bad usage; 130 interrupted, with what was tried until then.',
  ],
  options,
  run: async ({ durationMs }, { signal, progress }) =>
    outcomeOf(
      await mutants({
        durationMs,
        signal,
        onRow: (name, done, total) => progress.update(`${done} of ${total}: ${name}`),
      }),
    ),
});

/** Returns the outcome of the command for a result. */
export function outcomeOf(result: MutantsResult): Outcome {
  return {
    value: result,
    text: () => mutantsReport(result),
    exitCode: result.rows.every(isRowRight) && result.schemes.every(isJudgedRight) ? EXIT.asExpected : EXIT.violation,
    cases: mutantsCases(result),
  };
}
