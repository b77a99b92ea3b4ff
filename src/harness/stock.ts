// Taking stock of what a run left behind, in a thread that can be given up: count() is the protocol's.

import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import type { Stock } from '../arena/stock-taking.js';
import type { StockTask } from '../workers/stock.js';

const WORKER_FILE = fileURLToPath(new URL('../../dist/workers/stock.js', import.meta.url));
/** For a million pages on a busy machine; an ordinary race needs a millisecond. */
const DEADLINE_MS = 10_000;

/** Takes stock in a thread of `pool`. @throws Error that says what went wrong with count(). */
export async function stockIn(pool: Piscina, task: StockTask, deadlineMs = DEADLINE_MS): Promise<Stock> {
  const end = new AbortController();
  const deadline = setTimeout(() => end.abort(), deadlineMs);
  try {
    return (await pool.run(task, { filename: WORKER_FILE, signal: end.signal })) as Stock;
  } catch (error) {
    const problem = end.signal.aborted
      ? `count() had not returned after ${deadlineMs / 1000} s`
      : error instanceof Error
        ? error.message
        : String(error);
    throw new Error(`taking stock failed: ${problem}`);
  } finally {
    clearTimeout(deadline);
  }
}
