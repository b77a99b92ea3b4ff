// A check, in a thread of its own unless it is small: the exploration never yields, so here no signal would be heard.

import { host } from '#host';
import type { ExploreOptions } from '../../checker/check.js';
import { codeOf, emptyCheck } from '../../checker/unexplored.js';
import { describeEnvironment } from '../../machine/environment.js';
import { memoryFacts } from '../../memory-facts.js';
import { type ResolvedCheck, roundsOf } from '../../requests/check-request.js';
import { type CheckOptions, type CheckProgress, undefinedIfAborted } from '../../requests/run-options.js';
import type { CheckResult } from '../../results/check-result.js';
import type { Checked, CheckTask } from '../../workers/check.js';
import { resultIn } from '../../workers/reply.js';
import { workerCompiler } from '../compile-in-worker.js';

/** The budget of the exploration keeps this from happening as long as the heap has room for the budget itself. */
const NO_HEAP =
  'The heap of Node.js is too small for this check, and what it had found is lost: raise it by NODE_OPTIONS=--max-old-space-size=MB.';

/** Not so in a page that came over an unencrypted connection. */
const SHARES_MEMORY = typeof SharedArrayBuffer !== 'undefined';

/**
 * Explores every interleaving of what `resolved` asks for. A signal ends it with what there is, marked as interrupted.
 *
 * @throws KernelCompileError for a protocol that does not compile, UsageError for one that cannot be explored.
 */
export async function check(
  resolved: ResolvedCheck,
  options: CheckOptions & Pick<ExploreOptions, 'prefix' | 'onProof' | 'proofOnly'> = {},
): Promise<CheckResult> {
  const { signal, onProgress, onProof, ...limits } = options;
  const code = await undefinedIfAborted(codeOf(resolved, workerCompiler(signal)), signal);
  if (!code) {
    const note = 'Interrupted before the sources were read: nothing was explored.';
    return emptyCheck(resolved, { wanted: limits.properties, interrupted: true, note });
  }
  const stop = new Int32Array(SHARES_MEMORY ? new SharedArrayBuffer(4) : new ArrayBuffer(4));
  const giveUp = (): void => void Atomics.store(stop, 0, 1);
  if (signal?.aborted) giveUp();
  if (host.mayBlock && (isSmall(resolved) || (limits.proofOnly && isSmallProof(resolved)))) {
    const { runCheck } = await import('../../checker/check.js'); // a page never explores itself
    return runCheck(resolved, code, { ...limits, stop });
  }
  signal?.addEventListener('abort', giveUp, { once: true });
  const [ours, port] = host.newChannel();
  ours.onmessage = ({ data }) => onProgress?.(data as CheckProgress);
  const threads = host.startThreads({ task: 'check', most: 1 });
  try {
    const task: CheckTask = {
      resolved,
      code,
      options: { ...limits, stop, environment: describeEnvironment() },
      wantsProof: onProof !== undefined,
      port,
    };
    const checked = (await threads.run(task, {
      transfer: [port],
      ...(!SHARES_MEMORY && signal && { signal }),
    })) as Checked;
    const { result, proof } = resultIn(checked);
    if (proof.length > 0) onProof?.(proof);
    return result;
  } catch (error) {
    if (!SHARES_MEMORY && signal?.aborted) {
      const note = 'Interrupted: without shared memory the thread was ended, and what it had found is lost.';
      return emptyCheck(resolved, { wanted: limits.properties, interrupted: true, note });
    }
    if ((error as { code?: unknown }).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    return emptyCheck(resolved, { wanted: limits.properties, interrupted: false, note: NO_HEAP });
  } finally {
    signal?.removeEventListener('abort', giveUp);
    ours.close();
    await threads.close();
  }
}

/** Tells whether that is true of a proof: one that leaves out the rest, of a scenario in which a thread does one thing. */
function isSmallProof({ protocol, scenario }: ResolvedCheck): boolean {
  return protocol.entry !== undefined && scenario.name !== 'mixed';
}

/**
 * Tells whether a check is short enough for the thread that asks for it: one of few rounds in all, as the scenario has
 * them. A user's code may take its time from one access to the next.
 */
export function isSmall(resolved: ResolvedCheck): boolean {
  const { config, defaults, protocol, scenario } = resolved;
  if (config.anyThreads || !protocol.entry || scenario.userRoles || config.roles.join() !== defaults.roles.join())
    return false;
  const rounds = roundsOf(resolved).reduce((sum, each) => sum + each, 0);
  return rounds <= memoryFacts[config.memory].smallRounds;
}
