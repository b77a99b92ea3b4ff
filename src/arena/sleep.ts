// The sleep of a worker that a stall holds up: it waits on a word of its block, as long as that is 0.

import { WORKER_BYTES, WORKER_SLEEP_WORD, WORKERS_BASE } from '../runtime/layout.js';

/** Wakes the first `workers` workers. From now on none of them sleeps. */
export function endSleeps(words: Int32Array, workers: number): void {
  for (let worker = 0; worker < workers; worker++) {
    const index = (WORKERS_BASE + worker * WORKER_BYTES + WORKER_SLEEP_WORD) >> 2;
    Atomics.store(words, index, 1);
    Atomics.notify(words, index);
  }
}
