// Portable. A protocol's contract as an entry module, so that tests can call it one function at a time.

import { FREE } from '#protocol';

export { count, freeze, get, init, put, tryGet, unfreeze } from '#protocol';
export { putMany, tryGetMany } from '#several';
export { countAt } from '#worker-words';
export { setUpWorkerWords } from '../../src/runtime/worker-words.js';

export function free(): i32 {
  return FREE;
}
