// percpu-no-grace: mutant of percpu. Who gathers reads the workers' words and leaves them open: as if percpu_ref added them
// up without waiting for the grace period. Breaks I2: a get that comes after the look is counted by nobody.
//
// Word, invariants and source are those of percpu but for that.

import { compareExchange, fetchAdd, fetchSub, load } from '#memory';
import { retried } from '#probes';
import { window } from '#window';
import { FULL, RELAXED } from '../runtime/order.js';
import { ownWord, wordOf, workersInRun } from '../runtime/per-thread-words.js';
import { CLOSED, dropOwn, GATHERING, isSpread, OPEN, SPREAD } from './percpu.js';

export { count, countAt, FREE, freeze, get, init, PER_THREAD_WORDS, tryGet, unfreeze } from './percpu.js';

export function put(word: i32): boolean {
  return !dropOwn(ownWord(word, 0)) && dropShared(word);
}

function dropShared(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (isSpread(seen)) {
    const before = compareExchange(word, seen, (seen - SPREAD + GATHERING - 1) | 0, FULL);
    if (before === seen) return addUp(word);
    retried();
    seen = before;
  }
  return fetchSub(word, 1, FULL) === 1;
}

/** Should close each word as it counts what is there. */
function addUp(word: i32): boolean {
  window();
  let gathered = 0;
  for (let worker = 0; worker < workersInRun(); worker++) {
    const found = load(wordOf(worker, word, 0), RELAXED);
    if (found !== CLOSED) gathered = (gathered + found - OPEN) | 0;
  }
  return fetchAdd(word, (gathered - GATHERING) | 0, FULL) === ((GATHERING - gathered) | 0);
}
