// The checks of one command, some of them at a time.

import { check } from '../harness/check/check.js';
import { idleCpus } from '../machine/idle-cpus.js';
import { shareOfMemory } from '../machine/memory-share.js';
import { progressText } from '../report/check-report.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckOptions, CheckProgress } from '../requests/run-options.js';
import type { CheckResult } from '../results/check-result.js';
import type { Session } from './shell.js';

/** So many threads by default, however many CPUs are idle: each check has a part of the memory. */
const MAX_JOBS = 8;

/**
 * Results in the order of the cells, up to an interruption. `jobs`: how many checks run at a time, each of them in one
 * thread. They share the memory.
 *
 * @throws UsageError, and what the first check that fails throws, once the others have stopped
 */
export async function explored(
  cells: readonly ResolvedCheck[],
  options: CheckOptions,
  session: Session,
  jobs = Math.min(MAX_JOBS, idleCpus()),
): Promise<CheckResult[]> {
  const together = Math.min(jobs, cells.length);
  const maxMemoryBytes = shareOfMemory(together, options.maxMemoryBytes);
  const failure = new AbortController();
  const signal = AbortSignal.any([session.signal, failure.signal]);
  const results: CheckResult[] = [];
  const waiting = cells.entries();
  const work = async (): Promise<void> => {
    for (const [index, cell] of waiting) {
      const { protocol, scenario } = cell.config;
      const label = `${cells.length > 1 ? `${index + 1} of ${cells.length}: ` : ''}${protocol} in ${scenario}`;
      session.progress.update(label);
      const startMs = performance.now();
      const onProgress = (progress: CheckProgress): void =>
        session.progress.update(`${label}  ${progressText(progress, performance.now() - startMs)}`);
      results[index] = await check(cell, { ...options, maxMemoryBytes, signal, onProgress });
      await new Promise(setImmediate); // so that a signal is heard: small checks never wait
      if (signal.aborted) return;
    }
  };
  const stopOthers = (error: unknown): never => {
    failure.abort();
    throw error;
  };
  const ended = await Promise.allSettled(Array.from({ length: together }, () => work().catch(stopOthers)));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return results;
}
