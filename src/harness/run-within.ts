// A task of user code in a thread that can be given up.

import type { FinalAudit } from '../arena/final-audit.js';
import { startWaiting } from '../arena/waiting.js';
import type { TaskName, Threads } from '../host/host.js';
import type { AuditTask } from '../workers/audit.js';

/** The task had not ended at its deadline; its thread was terminated. */
export class Overdue extends Error {}

export interface Bounds {
  /** As startWaiting() counts it. */
  readonly deadlineMs: number;
  /** Ends the task earlier; it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** That of the threads unless given. */
  readonly task?: TaskName;
}

/**
 * Runs the task on `message` in one of `threads`.
 * @throws Overdue, the reason of the signal, or what the task throws
 */
export async function runWithin(
  threads: Threads,
  message: unknown,
  { deadlineMs, signal, task }: Bounds,
): Promise<unknown> {
  signal?.throwIfAborted();
  const end = new AbortController();
  const waitedMs = startWaiting();
  const look = (): void => {
    const leftMs = deadlineMs - waitedMs(1);
    if (leftMs > 0) deadline = setTimeout(look, leftMs);
    else end.abort();
  };
  let deadline = setTimeout(look, deadlineMs);
  const ends = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
  try {
    return await threads.run(message, { signal: ends, ...(task !== undefined && { task }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw end.signal.aborted ? new Overdue(`not ended after ${deadlineMs / 1000} s`) : error;
  } finally {
    clearTimeout(deadline);
  }
}

/** For a million pages on a busy machine; an ordinary race needs a millisecond. */
const DEADLINE_MS = 10_000;

/** Audits the final state in one of `threads`. @throws Error that says what went wrong with count(). */
export async function auditIn(threads: Threads, task: AuditTask, deadlineMs = DEADLINE_MS): Promise<FinalAudit> {
  try {
    return (await runWithin(threads, task, { deadlineMs, task: 'audit' })) as FinalAudit;
  } catch (error) {
    throw new Error(`the final audit failed: ${problemOf(error, deadlineMs)}`);
  }
}

function problemOf(error: unknown, deadlineMs: number): string {
  if (error instanceof Overdue) return `count() had not returned after ${deadlineMs / 1000} s`;
  return error instanceof Error ? error.message : String(error);
}
