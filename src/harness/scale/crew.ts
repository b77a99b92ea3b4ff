// The worker threads of a measurement. They live through many trials; one that dies or hangs makes its trial fail, and
// the next trial gets new threads.

import { host } from '#host';
import { abandon, abandonAtExit } from '../../arena/giving-up.js';
import { startDeadlineMs } from '../../arena/waiting.js';
import type { Threads } from '../../host/host.js';
import { MEASURE, READY, type ScaleTask, type ThreadSample, WARM_UP } from '../../workers/scale.js';
import { type GatedRun, runGated } from '../gated-run.js';

/** A trial that gave no sample; the message says which worker was at fault. */
export class TrialError extends Error {
  override name = 'TrialError';
}

export interface CrewTrial
  extends Omit<ScaleTask, 'worker' | 'cpu'>,
    Pick<GatedRun<ThreadSample>, 'durationMs' | 'signal'> {
  readonly threads: number;
  /** Worker i is pinned to cpus[i % cpus.length]; empty: nobody is. */
  readonly cpus: readonly number[];
}

/** Time for a worker to notice the stop word: a chunk of rounds, and the scheduler. */
export const GRACE_MS = 5_000;

export class ScaleCrew {
  readonly #threads: number;
  readonly #times: Pick<GatedRun<ThreadSample>, 'startMs' | 'graceMs'>;
  #living: Threads | undefined;

  /** `threads`: the most that a trial will ask for. */
  constructor(threads: number, { startMs = startDeadlineMs(threads), graceMs = GRACE_MS } = {}) {
    this.#threads = threads;
    this.#times = { startMs, graceMs };
  }

  /** Runs one trial in memory that is laid out for it; a sample for each thread. @throws TrialError */
  async trial(trial: CrewTrial): Promise<ThreadSample[]> {
    const { threads, memory, durationMs, signal } = trial;
    const words = new Int32Array(memory.buffer);
    this.#living ??= host.startThreads({ task: 'scale', most: this.#threads, stay: true });
    const ended = abandonAtExit(words);
    const { results, failures, neverStarted, allBack } = await runGated<ThreadSample>({
      ...{ threads: this.#living, words, durationMs, signal, phases: [WARM_UP, READY, MEASURE], ...this.#times },
      tasks: Array.from({ length: threads }, (_, worker) => taskOf(trial, worker)),
    });
    ended();
    if (!allBack) {
      abandon(words);
      await this.close();
    }
    const problems = [
      ...[...failures].map(([worker, problem]) => `worker ${worker} died: ${problem}`),
      ...(neverStarted ? ['not every worker reached the start gate in time'] : []),
      ...(allBack || failures.size > 0 || signal?.aborted ? [] : ['a worker hung and was terminated']),
      ...(signal?.aborted ? ['interrupted'] : []),
    ];
    if (problems.length > 0) throw new TrialError(problems.join('; '));
    return results as ThreadSample[];
  }

  async close(): Promise<void> {
    const threads = this.#living;
    this.#living = undefined;
    await threads?.close();
  }
}

function taskOf({ kernelKey, code, memory, workload, warmUpMs, cpus }: CrewTrial, worker: number): ScaleTask {
  const cpu = cpus[worker % cpus.length];
  return { worker, kernelKey, code, memory, workload, warmUpMs, ...(cpu !== undefined && { cpu }) };
}
