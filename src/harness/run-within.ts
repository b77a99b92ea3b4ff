// A task of user code in a thread that can be given up.

import type { Piscina } from 'piscina';

/** The task had not ended at its deadline; its thread was terminated. */
export class Overdue extends Error {}

export interface Bounds {
  readonly deadlineMs: number;
  /** Ends the task earlier; it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Of the worker: that of the pool unless given. */
  readonly filename?: string;
}

/** What a thread of `pool` makes of `task`. @throws Overdue, the reason of the signal, and what the task throws */
export async function runWithin(
  pool: Piscina,
  task: unknown,
  { deadlineMs, signal, filename }: Bounds,
): Promise<unknown> {
  signal?.throwIfAborted();
  const end = new AbortController();
  const abort = (): void => end.abort();
  const deadline = setTimeout(abort, deadlineMs);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await pool.run(task, { signal: end.signal, ...(filename !== undefined && { filename }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw end.signal.aborted ? new Overdue(`not ended after ${deadlineMs / 1000} s`) : error;
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', abort);
  }
}
