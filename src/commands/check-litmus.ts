// reftorture check --litmus

import type { Limits } from '../checker/litmus/models.js';
import { runLitmusFile } from '../checker/litmus/run.js';
import { type LitmusFile, litmusFiles } from '../checker/litmus/shipped.js';
import { type LitmusOutcomes, runLitmusFiles } from '../harness/litmus.js';
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

interface LitmusFlags {
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly jobs?: number;
}

/** So few states are explored before a thread would have started. */
const STATES_HERE = 5000;

/** Runs the tests that were `asked` for under every memory model. @throws UsageError */
export async function checkLitmus(
  asked: readonly string[],
  { maxStates, maxMemory, jobs }: LitmusFlags,
  session: Session,
): Promise<Outcome> {
  const { files, unreadable, isOne } = litmusFiles(asked);
  const [only] = files;
  const limits: Limits = { maxStates, maxMemoryBytes: maxMemory };
  if (isOne && only) return ofOne(await runOne(only, limits, session));
  const { signal, progress } = session;
  const onProgress = (done: number, file: string): void =>
    progress.update(`${done} of ${files.length} litmus tests, the last ${file}`);
  return ofSeveral(
    await runLitmusFiles(files, { limits, jobs, signal, onProgress }),
    unreadable.map((folder) => ({ ...folder, kind: 'folders that cannot be read' })),
  );
}

/** @throws UsageError also when a limit was hit: whoever names one test wants its answer. */
async function runOne(file: LitmusFile, limits: Limits, { signal }: Session): Promise<LitmusResult> {
  const { maxStates = Number.POSITIVE_INFINITY } = limits;
  let result = runLitmusFile(file, { ...limits, maxStates: Math.min(maxStates, STATES_HERE) });
  if (limitOf(result) !== undefined && maxStates > STATES_HERE) {
    const { results, notRead } = await runLitmusFiles([file], { limits, jobs: 1, signal });
    signal.throwIfAborted();
    if (notRead[0]) throw new UsageError(notRead[0].reason);
    result = results[0] as LitmusResult;
  }
  const limit = limitOf(result);
  if (limit !== undefined) throw new UsageError(`${file.named}: ${limit}`);
  return result;
}

function limitOf({ notRun = [] }: LitmusResult): string | undefined {
  return notRun.find(({ why }) => why === 'limit')?.reason;
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

/** What was not read or not decided is not clean, and no violation either. */
function exitCodeOf(results: readonly LitmusResult[], notRead: number): ExitCode {
  if (!results.every(isAsStated)) return EXIT.violation;
  return notRead > 0 || results.some(isUndecided) ? EXIT.inconclusive : EXIT.asExpected;
}
