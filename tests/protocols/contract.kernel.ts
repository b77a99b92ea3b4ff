// Portable. A protocol's contract as an entry module, so that tests can call it one function at a time.

import { FREE } from '#protocol';

export { putMany, tryGetMany } from '#many';
export { countAt } from '#per-thread-words';
export { count, freeze, get, init, put, tryGet, unfreeze } from '#protocol';
export { setUpPerThreadWords } from '../../src/runtime/per-thread-words.js';

export function free(): i32 {
  return FREE;
}
