// Litmus tests over threads. The main thread only listens: a test that explores for long holds up neither the others nor
// a signal.

import { host } from '#host';
import type { LitmusSettings } from '../checker/litmus.js';
import type { Threads } from '../host/host.js';
import type { LitmusFile } from '../litmus/shipped.js';
import { shareOfMemory } from '../machine/memory-share.js';
import type { LitmusResult, NotRead } from '../results/litmus-result.js';
import type { LitmusReply, LitmusTask } from '../workers/litmus.js';

/** Starting a thread takes as long as some dozens of tests. */
const FILES_PER_JOB = 30;

export interface LitmusOptions {
  /** But for the time, which each test has anew. */
  readonly settings: Omit<LitmusSettings, 'time'>;
  /** For each test. The memory model that it is under then does not decide it, and the next has as long again. */
  readonly timeLimitMs: number;
  /** Threads. One for each CPU, if there are tests for them, unless given. */
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal;
  /** Called after each test. */
  readonly onProgress?: (done: number, file: string) => void;
}

export interface LitmusOutcomes {
  /** In the order of the files. */
  readonly results: readonly LitmusResult[];
  readonly notRead: readonly NotRead[];
  /** True if the signal came before the last test had ended. */
  readonly interrupted: boolean;
}

/** Runs the tests in `files`. @throws UsageError for a number of jobs that is none */
export async function runLitmusFiles(files: readonly LitmusFile[], options: LitmusOptions): Promise<LitmusOutcomes> {
  const { settings, timeLimitMs, signal, onProgress } = options;
  const { jobs = Math.min(host.cpus(), Math.ceil(files.length / FILES_PER_JOB)) } = options;
  const replies: LitmusReply[] = [];
  const count = Math.max(1, Math.min(jobs, files.length));
  const each = { ...settings, maxMemoryBytes: shareOfMemory(count, settings.maxMemoryBytes) };
  const threads = host.startThreads({ task: 'litmus', most: count });
  const end = (): void => void threads.close();
  signal?.addEventListener('abort', end, { once: true });
  const waiting = files.entries();
  let done = 0;
  const workOff = async (): Promise<void> => {
    for (const [index, file] of waiting) {
      if (signal?.aborted) return;
      const reply = await replyOf(threads, { file, settings: each }, timeLimitMs, signal);
      if (!reply) return;
      replies[index] = reply;
      onProgress?.(++done, file.named);
    }
  };
  try {
    await Promise.all(Array.from({ length: count }, workOff));
  } finally {
    signal?.removeEventListener('abort', end);
    await threads.close();
  }
  const answered = replies.filter((reply) => reply !== undefined);
  return {
    results: answered.flatMap((reply) => ('result' in reply ? [reply.result] : [])),
    notRead: answered.flatMap((reply) => ('notRead' in reply ? [reply.notRead] : [])),
    interrupted: done < files.length,
  };
}

/** Undefined when the signal came first. */
async function replyOf(
  threads: Threads,
  { file, settings }: LitmusTask,
  timeLimitMs: number,
  signal: AbortSignal | undefined,
): Promise<LitmusReply | undefined> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const deadline = setInterval(() => Atomics.store(stop, 0, 1), timeLimitMs);
  const task: LitmusTask = { file, settings: { ...settings, time: { ms: timeLimitMs, stop } } };
  try {
    return (await threads.run(task)) as LitmusReply;
  } catch (error) {
    if (signal?.aborted) return undefined;
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    const reason = `${file.named}: its exploration needs more memory than a thread has: lower --max-states`;
    return { notRead: { file: file.named, kind: 'out of memory', reason } };
  } finally {
    clearInterval(deadline);
  }
}
