// One worker of a trial: a task that readies its share of the pages, waits at the gate with the others, and runs
// the workload until it is stopped. The thread and its kernels live on from trial to trial.

import { host } from '#host';
import { arriveAndWait } from '../arena/gate.js';
import { resetCounters, sumsOf, takeCounters } from '../arena/totals.js';
import { instantiate, type Kernel, type KernelCode, type SharedMemory } from '../engines/kernel.js';
import { inCommonWords } from '../front-end/traps.js';
import { ABORTED_FREES, CAS_RETRIES, FAILED_GETS, FREES, ROUNDS, TRY_GETS } from '../runtime/counters.js';
import { STOP } from '../runtime/layout.js';

export interface ScaleTask {
  readonly worker: number;
  /** Tells kernels apart: equal keys, equal code and equal memory. */
  readonly kernelKey: string;
  readonly code: KernelCode;
  readonly memory: SharedMemory;
  readonly workload: number;
  /** Longest warm-up: it ends earlier when the speed is stable. */
  readonly warmUpMs: number;
  /** Unpinned when absent. */
  readonly cpu?: number;
}

/** One thread's part of one trial. */
export interface ThreadSample {
  /** On the clock that all threads share, in milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly rounds: number;
  /** Gets that succeeded. */
  readonly gets: number;
  readonly failedGets: number;
  readonly casRetries: number;
  readonly abortedFrees: number;
  readonly frees: number;
  readonly pinProblem?: string;
}

// The phases that the host opens, in order.
export const WARM_UP = 1;
export const READY = 2;
export const MEASURE = 3;

/** Rounds between two visits to the host language: of the fastest, milliseconds, so that a visit does not count. */
export const BATCH_ROUNDS = 1 << 22;
/**
 * Time of a batch of the warm-up, if the whole has room for it: an optimising compiler replaces a function when it is
 * called again.
 */
export const WARM_UP_BATCH_MS = 1;
/** Batches that the longest warm-up has time for, at least. */
export const WARM_UP_BATCHES = 10;
/** Two batches in a row that differ by less than this are stable. */
export const STABLE = 0.03;

const kernels = new Map<string, Kernel>();
let pinned: { cpu: number; problem: string | undefined } | undefined;

export default async function scale(task: ScaleTask): Promise<ThreadSample> {
  try {
    return await measured(task);
  } catch (error) {
    throw inCommonWords(error);
  }
}

async function measured(task: ScaleTask): Promise<ThreadSample> {
  const { worker, memory, workload } = task;
  const words = new Int32Array(memory.buffer);
  if (task.cpu !== undefined && pinned?.cpu !== task.cpu) {
    pinned = { cpu: task.cpu, problem: await host.pinThisThread(task.cpu) };
  }
  const kernel = kernels.get(task.kernelKey) ?? instantiate(task.code, memory, () => 0);
  kernels.set(task.kernelKey, kernel);
  const ready = (): void => {
    kernel.setup(worker);
    kernel.populate();
    kernel.ready(workload);
  };

  ready();
  arriveAndWait(words, WARM_UP);
  warmUp(kernel, workload, task.warmUpMs, words);
  arriveAndWait(words, READY);
  // After a stop the gate is open to all, and somebody may still be warming up on these pages and slots.
  if (Atomics.load(words, STOP >> 2) === 0) ready();
  resetCounters(memory.buffer, worker);
  arriveAndWait(words, MEASURE);

  const startMs = host.clockMs();
  do {
    kernel.measure(workload, BATCH_ROUNDS);
    takeCounters(memory.buffer, worker);
  } while (Atomics.load(words, STOP >> 2) === 0);
  const endMs = host.clockMs();

  const totals = sumsOf(memory.buffer, worker);
  const of = (counter: number): number => totals[counter] ?? 0;
  return {
    startMs,
    endMs,
    rounds: of(ROUNDS),
    gets: of(TRY_GETS) - of(FAILED_GETS),
    failedGets: of(FAILED_GETS),
    casRetries: of(CAS_RETRIES),
    abortedFrees: of(ABORTED_FREES),
    frees: of(FREES),
    ...(pinned?.problem !== undefined && { pinProblem: pinned.problem }),
  };
}

function warmUp(kernel: Kernel, workload: number, longestMs: number, words: Int32Array): void {
  const untilMs = host.clockMs() + longestMs;
  const batchMs = Math.min(WARM_UP_BATCH_MS, longestMs / WARM_UP_BATCHES);
  let [last, rounds] = [0, 1024];
  while (host.clockMs() < untilMs && Atomics.load(words, STOP >> 2) === 0) {
    const startMs = host.clockMs();
    kernel.measure(workload, rounds);
    const elapsedMs = host.clockMs() - startMs;
    if (elapsedMs < batchMs) {
      rounds *= 2;
      continue;
    }
    const speed = rounds / elapsedMs;
    if (Math.abs(speed / last - 1) < STABLE) return;
    last = speed;
  }
}
