// A task of user code in a thread that can be given up.

import type { TaskName, Threads } from '../host/host.js';

/** The task had not ended at its deadline; its thread was terminated. */
export class Overdue extends Error {}

export interface Bounds {
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
  const abort = (): void => end.abort();
  const deadline = setTimeout(abort, deadlineMs);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await threads.run(message, { signal: end.signal, ...(task !== undefined && { task }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw end.signal.aborted ? new Overdue(`not ended after ${deadlineMs / 1000} s`) : error;
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', abort);
  }
}
