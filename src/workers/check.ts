// A task: one check, which posts its progress.

import { type ExploreOptions, type ExploreProgress, runCheck } from '../checker/check.js';
import type { Port } from '../host/host.js';
import type { ModelCode } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckProgress } from '../requests/run-options.js';
import type { CheckResult } from '../results/check-result.js';
import { type Reply, replyOf } from './reply.js';

export interface CheckTask {
  readonly resolved: ResolvedCheck;
  readonly code: ModelCode;
  readonly options: ExploreOptions;
  /** Receives the progress. */
  readonly port: Port;
}

export type Checked = Reply<CheckResult>;

export default function checkInWorker({ resolved, code, options, port }: CheckTask): Promise<Checked> {
  const startMs = performance.now();
  const onProgress = ({ states, expanded, depth, left }: ExploreProgress): void => {
    const statesPerMs = expanded / (performance.now() - startMs);
    const leftMs = left === null || expanded === 0 ? null : left / statesPerMs;
    port.postMessage({ states, depth, statesPerSec: 1000 * statesPerMs, leftMs } satisfies CheckProgress);
  };
  return replyOf(() => runCheck(resolved, code, { ...options, onProgress }));
}
