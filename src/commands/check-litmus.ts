// The command check --litmus.

import { type LitmusSettings, runLitmusFile } from '../checker/litmus.js';
import { type LitmusOptions, type LitmusOutcomes, runLitmusFiles } from '../harness/litmus.js';
import { type LitmusFile, litmusFiles } from '../litmus/shipped.js';
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

/** So few states are explored before a thread would have started. */
const STATES_HERE = 5000;

/** Runs the tests that were `asked` for. @throws UsageError */
export async function checkLitmus(
  asked: readonly string[],
  { maxStates, maxMemoryBytes, memory, timeLimitMs, jobs }: Asked,
  session: Session,
): Promise<Outcome> {
  const { files, unreadable, isOne } = litmusFiles(asked);
  const [only] = files;
  const { signal, progress } = session;
  const settings: LitmusSettings = { maxStates, maxMemoryBytes, memory };
  const options = { settings, timeLimitMs, jobs, signal };
  if (isOne && only) return ofOne(await runOne(only, options));
  const onProgress = (done: number, file: string): void =>
    progress.update(`${done} of ${files.length} litmus tests, the last ${file}`);
  return ofSeveral(
    await runLitmusFiles(files, { ...options, onProgress }),
    unreadable.map((folder) => ({ ...folder, kind: 'folders that cannot be read' })),
  );
}

/** A small test here and now, any other one in a thread. @throws UsageError, the reason of the signal */
async function runOne(
  file: LitmusFile,
  options: LitmusOptions & { readonly signal: AbortSignal },
): Promise<LitmusResult> {
  const { settings, signal } = options;
  const { maxStates = Number.POSITIVE_INFINITY } = settings;
  const here = runLitmusFile(file, { ...settings, maxStates: Math.min(maxStates, STATES_HERE) });
  const isSmall = here.notRun.every(({ why }) => why !== 'limit');
  if (isSmall || maxStates <= STATES_HERE) return here;
  const { results, notRead } = await runLitmusFiles([file], { ...options, jobs: 1 });
  signal.throwIfAborted();
  if (notRead[0]) throw new UsageError(notRead[0].reason);
  return results[0] as LitmusResult;
}

function ofOne(result: LitmusResult): Outcome {
  return {
    value: result,
    text: () => litmusReport([result]),
    exitCode: exitCodeOf([result], 0),
  };
}

function ofSeveral({ results, notRead, interrupted }: LitmusOutcomes, unreadable: readonly NotRead[]): Outcome {
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
