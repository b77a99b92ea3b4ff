// A check in a thread of its own: the exploration takes all of one, and can be given up by ending it.

import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { CheckOptions } from '../checker/check.js';
import { type CheckRequest, checkConfig } from '../checker/check-config.js';
import { bundleFor } from '../engines/link-model.js';
import { resolveProtocol } from '../protocols/resolve.js';
import type { CheckResult } from '../results/check-result.js';
import { resolveScenario } from '../scenarios/resolve.js';

export interface CheckProgress {
  /** States found so far. */
  readonly states: number;
  /** Steps from the start to the states that were found last. */
  readonly depth: number;
}

export interface CheckThreadOptions extends Pick<CheckOptions, 'properties' | 'maxStates'> {
  /** Gives the check up: the promise is rejected with the signal's reason, since half an exploration shows nothing. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each level of the exploration. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
}

const WORKER_FILE = fileURLToPath(new URL('../../dist/harness/check-worker.js', import.meta.url));

/**
 * Explores every interleaving of `request`, which leaves open what has a default.
 *
 * @throws UsageError for what cannot be checked, KernelCompileError for a protocol that does not compile.
 */
export async function checkInThread(
  request: CheckRequest = {},
  { signal, onProgress, ...options }: CheckThreadOptions = {},
): Promise<CheckResult> {
  // Here, not in the thread: errors keep their class.
  const { protocol, scenario } = checkConfig(request);
  await bundleFor(resolveProtocol(protocol).file, resolveScenario(scenario));
  signal?.throwIfAborted();
  const { port1: ours, port2: port } = new MessageChannel();
  ours.on('message', (progress: CheckProgress) => onProgress?.(progress));
  ours.unref();
  const pool = new Piscina({ filename: WORKER_FILE, maxThreads: 1 });
  try {
    const run = { transferList: [port], ...(signal && { signal }) };
    return (await pool.run({ request, options, port }, run)) as CheckResult;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    ours.close();
    await pool.destroy();
  }
}
