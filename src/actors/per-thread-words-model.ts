// Portable. The entry module of a model whose protocol has words of each worker: that of every model, with the setup and
// the count of such a kernel.

import { PER_THREAD_WORDS } from '#per-thread-words';

export * from './model.js';
export { countAt, populate, setup } from './per-thread-words-kernel.js';

/** Returns the number of words that each worker has for a page. */
export function perThreadWords(): i32 {
  return PER_THREAD_WORDS;
}
