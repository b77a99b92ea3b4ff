// The wait for workers that do not come back: they are woken, or given up.

import { host } from '#host';
import { ABANDON, WORKER_BYTES, WORKER_SLEEP_WORD, WORKERS_BASE } from '../runtime/layout.js';

/**
 * Wakes the first `workers` workers, which a stall may have put to sleep: they wait on a word of their block, as long as
 * that is 0. From now on none of them sleeps.
 */
export function endSleeps(words: Int32Array, workers: number): void {
  for (let worker = 0; worker < workers; worker++) {
    const index = (WORKERS_BASE + worker * WORKER_BYTES + WORKER_SLEEP_WORD) >> 2;
    Atomics.store(words, index, 1);
    Atomics.notify(words, index);
  }
}

/**
 * Has native code return in the middle of whatever it does: a thread inside it cannot be terminated. What it leaves in
 * memory says nothing any more.
 */
export function abandon(words: Int32Array): void {
  Atomics.store(words, ABANDON >> 2, 1);
}

/**
 * Has the run be abandoned when the process ends in the middle of it, as upon a second Ctrl-C: it would wait for its
 * threads. Returns what says that the run is over.
 */
export function abandonAtExit(words: Int32Array): () => void {
  return host.atExit(() => abandon(words));
}
