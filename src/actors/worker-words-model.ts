// Portable. The entry module of a model whose protocol has words of each worker: that of every model, with the setup and
// the count of such a kernel.

import { WORKER_WORDS } from '#worker-words';

export * from './model.js';
export { countAt, populate, setup } from './worker-words-kernel.js';

/** How many words each worker has for a page. */
export function workerWords(): i32 {
  return WORKER_WORDS;
}
