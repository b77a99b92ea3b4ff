// Gains and losses, so that they stand side by side wherever one of them is shown.

import type { Instruments } from './claim.js';
import { atThreads, engineName, type Measured, measure, nsInWords, nsPerOperation, ratios } from './measuring.js';

/** Returns v4's price in words, to stand beside every gain. */
export async function losses(instruments: Instruments): Promise<string> {
  const failed = await measure(instruments, ['old', 'v4'], 'failed-get');
  const freed = await measure(instruments, ['old', 'v4'], 'free');
  return `a failed get costs v4 a locked instruction where old has a load, ${compared(failed, 1)}; a free costs it a second one, ${compared(freed, 1)} (${engineName(failed)}, 1 thread)`;
}

/** Returns v4's gain in words, to stand beside every price. */
export async function gains(instruments: Instruments): Promise<string> {
  const shared = await measure(instruments, ['old', 'v4'], 'shared');
  return `what it buys: shared gets and puts, ${ratios(shared, 'v4')} (${engineName(shared)})`;
}

/** `v4 6.1 [6.0, 6.2] ns, old 0.3 [0.3, 0.3] ns`. */
export function compared(measured: Measured, threads: number, ns = nsPerOperation): string {
  return ['v4', 'old']
    .map((protocol) => `${protocol} ${nsInWords(ns(atThreads(measured, protocol, threads)))}`)
    .join(', ');
}
