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
  /** Asks for the certificate of what is proved. */
  readonly wantsProof: boolean;
  /** Receives the progress. */
  readonly port: Port;
}

export type Checked = Reply<{ readonly result: CheckResult; readonly proof: readonly string[] }>;

export default function checkInWorker({ resolved, code, options, wantsProof, port }: CheckTask): Promise<Checked> {
  const startMs = performance.now();
  const onProgress = ({ states, expanded, depth, left }: ExploreProgress): void => {
    const statesPerMs = expanded / (performance.now() - startMs);
    const leftMs = left === null || expanded === 0 ? null : left / statesPerMs;
    port.postMessage({ states, depth, statesPerSec: 1000 * statesPerMs, leftMs } satisfies CheckProgress);
  };
  const proof: string[] = [];
  const onProof = wantsProof ? (text: Iterable<string>): void => void proof.push(...inChunks(text)) : undefined;
  return replyOf(() => ({ result: runCheck(resolved, code, { ...options, onProgress, onProof }), proof }));
}

const CHUNK = 1 << 20;

/** Yields `text` in parts of that size: lines are many. */
function* inChunks(text: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of text) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
