// The command check --litmus.

import { type LitmusOutcomes, runLitmusFiles } from '../harness/litmus.js';
import { litmusFiles } from '../litmus/shipped.js';
import type { checkOptions } from '../options/check-options.js';
import type { TypedOf } from '../options/option.js';
import { litmusReport } from '../report/litmus-report.js';
import {
  isAsStated,
  isUndecided,
  type LitmusResult,
  type LitmusSet,
  litmusCounts,
  type NotRead,
} from '../results/litmus-result.js';
import { UsageError } from '../usage-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Outcome, Session } from './shell.js';

type Asked = Pick<TypedOf<typeof checkOptions>, 'maxStates' | 'maxMemoryBytes' | 'memory' | 'timeLimitMs' | 'jobs'>;

/** Runs the tests that were `asked` for. @throws UsageError, the reason of the signal if it came before a single test ended */
export async function checkLitmus(
  asked: readonly string[],
  { maxStates, maxMemoryBytes, memory, timeLimitMs, jobs }: Asked,
  { signal, progress }: Session,
): Promise<Outcome> {
  const { files, unreadable, isOne } = litmusFiles(asked);
  const settings = { maxStates, maxMemoryBytes, memory };
  const outcomes = await runLitmusFiles(files, {
    ...{ settings, timeLimitMs, jobs, signal },
    ...(!isOne && {
      onProgress: (done, file) => progress.update(`${done} of ${files.length} litmus tests, the last ${file}`),
    }),
  });
  if (isOne) return ofOne(outcomes, signal);
  return ofSet(
    outcomes,
    unreadable.map((folder) => ({ ...folder, kind: 'folders that cannot be read' })),
  );
}

function ofOne({ results: [result], notRead: [problem] }: LitmusOutcomes, signal: AbortSignal): Outcome {
  signal.throwIfAborted();
  if (!result) throw new UsageError(problem?.reason ?? 'no litmus test to run');
  return { value: result, text: () => litmusReport([result]), exitCode: exitCodeOf([result], 0) };
}

function ofSet({ results, notRead, interrupted }: LitmusOutcomes, unreadable: readonly NotRead[]): Outcome {
  const all = [...unreadable, ...notRead];
  const counts = litmusCounts(results, all.length);
  const value: LitmusSet = { schema: 'reftorture/litmus-set@1', runs: results, notRead: all, counts, interrupted };
  return { value, text: () => litmusReport(results, all), exitCode: exitCodeOf(results, all.length) };
}

/** Returns the exit code. A test that was not read or not decided is not clean, and no violation either. */
function exitCodeOf(results: readonly LitmusResult[], notRead: number): ExitCode {
  if (!results.every(isAsStated)) return EXIT.violation;
  return notRead > 0 || results.some(isUndecided) ? EXIT.inconclusive : EXIT.asExpected;
}
