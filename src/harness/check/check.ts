// A check in a thread of its own: the exploration never yields, so in the main thread no signal would be heard.

import { host } from '#host';
import { codeOf, type ExploreOptions, emptyCheck, runCheck } from '../../checker/check.js';
import { describeEnvironment } from '../../machine/environment.js';
import type { ResolvedCheck } from '../../requests/check-request.js';
import type { CheckOptions, CheckProgress } from '../../requests/options.js';
import { undefinedIfAborted } from '../../requests/unless-aborted.js';
import type { CheckResult } from '../../results/check-result.js';
import { resultIn } from '../../workers/answer.js';
import type { Checked, CheckTask } from '../../workers/check.js';
import { workerCompiler } from '../compile-in-worker.js';

/** So few states of a protocol in the box are explored before a thread would have started. */
const STATES_HERE = 50_000;
/** The budget of the exploration keeps this from happening as long as the heap has room for the budget itself. */
const NO_HEAP =
  'The heap of Node.js is too small for this check, and what it had found is lost: raise it by NODE_OPTIONS=--max-old-space-size=MB.';

/**
 * Explores every interleaving of what `resolved` asks for. A signal ends it with what there is, marked as interrupted.
 *
 * @throws KernelCompileError for a protocol that does not compile, UsageError for one that cannot be explored, and what
 * `onProgress` throws.
 */
export async function check(
  resolved: ResolvedCheck,
  options: CheckOptions & Pick<ExploreOptions, 'prefix'> = {},
): Promise<CheckResult> {
  const { signal, onProgress, ...limits } = options;
  const { maxStates = Number.POSITIVE_INFINITY } = limits;
  const code = await undefinedIfAborted(codeOf(resolved, workerCompiler(signal)), signal);
  if (!code) {
    const note = 'Interrupted before the sources were read: nothing was explored.';
    return emptyCheck(resolved, { wanted: limits.properties, interrupted: true, note });
  }
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const giveUp = (): void => void Atomics.store(stop, 0, 1);
  if (signal?.aborted) giveUp();
  // A user's code may take its time from one access to the next.
  if (host.mayBlock && resolved.protocol.entry && !resolved.scenario.userRoles) {
    const here = runCheck(resolved, code, { ...limits, stop, maxStates: Math.min(maxStates, STATES_HERE) });
    if (here.complete || here.interrupted || here.states <= STATES_HERE || maxStates <= STATES_HERE) return here;
  }

  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  const [ours, port] = host.newChannel();
  const thrown: unknown[] = [];
  ours.onmessage = ({ data }) => {
    try {
      onProgress?.(data as CheckProgress);
    } catch (error) {
      thrown.push(error);
      giveUp();
    }
  };
  const threads = host.startThreads({ task: 'check', most: 1 });
  try {
    const task: CheckTask = {
      resolved,
      code,
      options: { ...limits, stop, environment: describeEnvironment() },
      port,
    };
    const checked = (await threads.run(task, { transfer: [port] })) as Checked;
    if (thrown.length > 0) throw thrown[0];
    return resultIn(checked);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    return emptyCheck(resolved, { wanted: limits.properties, interrupted: false, note: NO_HEAP });
  } finally {
    signal?.removeEventListener('abort', giveUp);
    ours.close();
    await threads.close();
  }
}
