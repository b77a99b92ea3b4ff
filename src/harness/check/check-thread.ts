// A check in a thread of its own: the exploration takes all of one, and could not hear that it is to stop.

import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type CheckOptions, check } from '../../checker/check.js';
import type { CheckRequest } from '../../requests/check-request.js';
import type { CheckResult } from '../../results/check-result.js';
import type { CheckTask } from '../../workers/check.js';

export interface CheckProgress {
  /** States found so far. */
  readonly states: number;
  /** Steps from the start to the states that were found last. */
  readonly depth: number;
}

export interface CheckThreadOptions extends Pick<CheckOptions, 'properties' | 'maxStates' | 'reductions' | 'jobs'> {
  /** Ends the check early: what was found until then is returned, with `interrupted` set. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each level of the exploration, unless that is over in a moment. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
}

const WORKER_FILE = fileURLToPath(new URL('../../../dist/workers/check.js', import.meta.url));
/** So many states are explored sooner than a thread has started. */
const STATES_HERE = 50_000;

/**
 * Explores every interleaving of `request`, which leaves open what has a default.
 *
 * @throws UsageError for what cannot be checked, KernelCompileError for a protocol that does not compile, and the reason
 * of a signal that had fired before.
 */
export async function checkInThread(
  request: CheckRequest = {},
  { signal, onProgress, ...options }: CheckThreadOptions = {},
): Promise<CheckResult> {
  signal?.throwIfAborted();
  const { maxStates = Number.POSITIVE_INFINITY } = options;
  const here = await check(request, { ...options, maxStates: Math.min(maxStates, STATES_HERE) });
  if (here.complete || maxStates <= STATES_HERE) return here;

  const stop = new Int32Array(new SharedArrayBuffer(4));
  const giveUp = (): void => void Atomics.store(stop, 0, 1);
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  const { port1: ours, port2: port } = new MessageChannel();
  ours.on('message', (progress: CheckProgress) => onProgress?.(progress));
  ours.unref();
  const pool = new Piscina({ filename: WORKER_FILE, maxThreads: 1 });
  try {
    const task: CheckTask = { request, options: { ...options, stop }, port };
    return (await pool.run(task, { transferList: [port] })) as CheckResult;
  } finally {
    signal?.removeEventListener('abort', giveUp);
    ours.close();
    await pool.destroy();
  }
}
