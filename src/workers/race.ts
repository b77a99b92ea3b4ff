// One worker of a race: a task that binds the kernel to the shared memory and plays its role until the run is
// stopped.

import { host } from '#host';
import { arriveAndWait } from '../arena/gate.js';
import { resetCounters, takeCounters } from '../arena/totals.js';
import { instantiate, type KernelCode, type SharedMemory } from '../engines/kernel.js';
import { inCommonWords, isTrap } from '../front-end/traps.js';
import { START_TIME, STOP, WORKER_BYTES, WORKER_STATE, WORKERS_BASE } from '../runtime/layout.js';

export interface RaceTask {
  readonly worker: number;
  readonly role: number;
  readonly code: KernelCode;
  readonly memory: SharedMemory;
  /** Unpinned when absent. */
  readonly cpu?: number;
  readonly warmUpMs: number;
}

export interface RaceTaskResult {
  readonly durationMs: number;
  /** The CPU that the thread was pinned to. */
  readonly cpu?: number;
  readonly pinProblem?: string;
  /** The trap that ended it, if one did. */
  readonly trap?: string;
}

// The phases that the host opens, in order.
export const WARM_UP = 1;
export const POPULATE = 2;
export const RUN = 3;

/** Progress of a worker, by its WORKER_STATE word: the host reports it of one that dies or hangs. */
export const WORKER_STATES = ['starting', 'waiting to start', 'warming up', 'running', 'finished'] as const;

/** Rounds between two visits to the host language: long enough to cost nothing, short enough to show progress. */
export const BATCH_ROUNDS = 1 << 16;
/** Short batches during the warm-up: an optimising compiler replaces a function when it is called again. */
export const WARM_UP_ROUNDS = 1 << 8;

export default async function race(task: RaceTask): Promise<RaceTaskResult> {
  const pinProblem = task.cpu === undefined ? undefined : await host.pinThisThread(task.cpu);
  const pinned = pinProblem === undefined ? task.cpu !== undefined && { cpu: task.cpu } : { pinProblem };
  const startMs = performance.now();
  try {
    return { durationMs: play(task), ...pinned };
  } catch (error) {
    if (!isTrap(error)) throw inCommonWords(error);
    return { durationMs: performance.now() - startMs, ...pinned, trap: error.message };
  }
}

/** Plays to the end of the run, and returns how long that was, in milliseconds. */
function play(task: RaceTask): number {
  const { worker, role, memory } = task;
  const { buffer } = memory;
  const words = new Int32Array(buffer);
  const enter = (state: (typeof WORKER_STATES)[number]): void => {
    const address = WORKERS_BASE + worker * WORKER_BYTES + WORKER_STATE;
    Atomics.store(words, address >> 2, WORKER_STATES.indexOf(state));
  };
  const stopped = (): boolean => Atomics.load(words, STOP >> 2) !== 0;

  const times = new Float64Array(buffer);
  // The clocks of two threads may differ by a step, and nothing happened before the start.
  const elapsedMs = (): number => Math.max(0, host.clockMs() - (times[START_TIME >> 3] ?? 0));
  const kernel = instantiate(task.code, memory, elapsedMs);
  kernel.setup(worker);
  kernel.populate();
  enter('waiting to start');

  arriveAndWait(words, WARM_UP);
  enter('warming up');
  const warmUntilMs = performance.now() + task.warmUpMs;
  while (performance.now() < warmUntilMs && !stopped()) kernel.run(role, WARM_UP_ROUNDS);

  arriveAndWait(words, POPULATE);
  // Given up already: others may still be playing a round of the warm-up.
  if (!stopped()) kernel.populate();
  resetCounters(buffer, worker);

  arriveAndWait(words, RUN);
  enter('running');
  const startMs = performance.now();
  while (!stopped()) {
    kernel.run(role, BATCH_ROUNDS);
    takeCounters(buffer, worker);
  }
  const durationMs = performance.now() - startMs;
  enter('finished');
  return durationMs;
}
