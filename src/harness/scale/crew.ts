// The worker threads of a measurement. They live through many trials; one that dies or hangs makes its trial fail, and
// the next trial gets new threads.

import { host } from '#host';
import { arrivals, EVERY_PHASE, nextArrival, openGate } from '../../arena/gate.js';
import { abandon, abandonAtExit } from '../../arena/giving-up.js';
import { delayUntilAborted, startDeadlineMs, within } from '../../arena/waiting.js';
import type { KernelCode, SharedMemory } from '../../engines/kernel.js';
import type { Threads } from '../../host/host.js';
import { STOP } from '../../runtime/layout.js';
import { MEASURE, READY, type ScaleTask, type ThreadSample, WARM_UP } from '../../workers/scale.js';

/** A trial that gave no sample; the message says which worker was at fault. */
export class TrialError extends Error {
  override name = 'TrialError';
}

export interface CrewTrial {
  readonly kernelKey: string;
  readonly code: KernelCode;
  readonly memory: SharedMemory;
  readonly workload: number;
  readonly threads: number;
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** Worker i is pinned to cpus[i % cpus.length]; empty: nobody is. */
  readonly cpus: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

/** How often the host looks for deaths and aborts, in milliseconds; arrivals wake it. */
const POLL_MS = 10;
/** How long a worker may take to notice the stop word: a chunk of rounds, and the scheduler. */
const GRACE_MS = 5_000;

export class ScaleCrew {
  readonly #threads: number;
  readonly #graceMs: number;
  readonly #startMs: number;
  #living: Threads | undefined;

  /** `threads`: the most that a trial will ask for. */
  constructor(threads: number, { graceMs = GRACE_MS, startMs = startDeadlineMs(threads) } = {}) {
    this.#threads = threads;
    this.#graceMs = graceMs;
    this.#startMs = startMs;
  }

  /** One trial in memory that is laid out for it; a sample for each thread. @throws TrialError */
  async trial(trial: CrewTrial): Promise<ThreadSample[]> {
    const threads = this.#livingThreads();
    const words = new Int32Array(trial.memory.buffer);
    const failures: string[] = [];
    const ended = abandonAtExit(words);
    let closing = false;
    const tasks = Array.from({ length: trial.threads }, async (_, worker) => {
      try {
        return (await threads.run(taskOf(trial, worker))) as ThreadSample;
      } catch (error) {
        if (closing) return undefined; // terminated by us: hung, not dead
        failures.push(`worker ${worker} died: ${error instanceof Error ? error.message : String(error)}`);
        Atomics.store(words, STOP >> 2, 1);
        openGate(words, EVERY_PHASE); // so that no other worker waits for this one
        return undefined;
      }
    });
    const everybodyBack = Promise.all(tasks);

    const over = (): boolean => failures.length > 0 || trial.signal?.aborted === true;
    for (const phase of [WARM_UP, READY, MEASURE]) {
      const arrived = await this.#everybodyAt(words, phase * trial.threads, over);
      if (!arrived) failures.push('not every worker reached the start gate in time');
      if (over()) break;
      openGate(words, phase);
    }
    if (!over()) await Promise.race([delayUntilAborted(trial.durationMs, trial.signal), everybodyBack]);
    Atomics.store(words, STOP >> 2, 1);
    openGate(words, EVERY_PHASE);

    const samples = await within(this.#graceMs, everybodyBack);
    ended();
    if (!samples) failures.push('a worker hung and was terminated');
    if (failures.length > 0 || !samples) {
      closing = true;
      abandon(words);
      await this.close();
      throw new TrialError(failures.join('; '));
    }
    if (trial.signal?.aborted) throw new TrialError('interrupted');
    return samples as ThreadSample[];
  }

  /** False when too few arrived in time. */
  async #everybodyAt(words: Int32Array, count: number, over: () => boolean): Promise<boolean> {
    const deadline = performance.now() + this.#startMs;
    for (let seen = arrivals(words); seen < count && !over(); seen = arrivals(words)) {
      if (performance.now() > deadline) return false;
      await nextArrival(words, seen, POLL_MS);
    }
    return true;
  }

  async close(): Promise<void> {
    const threads = this.#living;
    this.#living = undefined;
    await threads?.close();
  }

  #livingThreads(): Threads {
    this.#living ??= host.startThreads({ task: 'scale', most: this.#threads, stay: true });
    return this.#living;
  }
}

function taskOf({ kernelKey, code, memory, workload, warmUpMs, cpus }: CrewTrial, worker: number): ScaleTask {
  const cpu = cpus[worker % cpus.length];
  return { worker, kernelKey, code, memory, workload, warmUpMs, ...(cpu !== undefined && { cpu }) };
}
