// Taking stock of what a run left behind, in a thread that can be given up: count() is the protocol's.

import type { Stock } from '../arena/final-audit.js';
import type { Threads } from '../host/host.js';
import type { StockTask } from '../workers/stock.js';
import { Overdue, runWithin } from './run-within.js';

/** For a million pages on a busy machine; an ordinary race needs a millisecond. */
const DEADLINE_MS = 10_000;

/** Takes stock in one of `threads`. @throws Error that says what went wrong with count(). */
export async function stockIn(threads: Threads, task: StockTask, deadlineMs = DEADLINE_MS): Promise<Stock> {
  try {
    return (await runWithin(threads, task, { deadlineMs, task: 'stock' })) as Stock;
  } catch (error) {
    throw new Error(`taking stock failed: ${problemOf(error, deadlineMs)}`);
  }
}

function problemOf(error: unknown, deadlineMs: number): string {
  if (error instanceof Overdue) return `count() had not returned after ${deadlineMs / 1000} s`;
  return error instanceof Error ? error.message : String(error);
}
