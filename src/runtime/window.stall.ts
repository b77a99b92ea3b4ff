// Portable. The window (see window.ts) of a stalled kernel: a worker may be held up in it on purpose, as a hypervisor
// or an interrupt would hold up a CPU there. Such a delay is a stall.

import { observe, peek, poke, sleep } from '#memory';
import { STALLS } from './counters.js';
import {
  CONFIG_STALL,
  CONFIG_STALL_AMOUNT,
  CONFIG_STALL_CHANCE,
  STALL_SPIN,
  WORKER_SLEEP_WORD,
  WORKER_STALL_SEED,
} from './layout.js';
import { workerBlock } from './worker.js';
import { drawAt } from './xorshift.js';

export function window(): void {
  // On a seed of its own: the draw must not disturb the choices of the role.
  if ((drawAt(workerBlock + WORKER_STALL_SEED) & 0x7fffffff) > peek(CONFIG_STALL_CHANCE)) return;

  poke(workerBlock + (STALLS << 2), peek(workerBlock + (STALLS << 2)) + 1);
  const amount = peek(CONFIG_STALL_AMOUNT);
  if (peek(CONFIG_STALL) === STALL_SPIN) {
    // The load keeps the compiler from dropping the loop: it may not leave out an atomic access.
    for (let round = 0; round < amount; round++) observe(workerBlock + WORKER_SLEEP_WORD);
  } else {
    sleep(workerBlock + WORKER_SLEEP_WORD, amount);
  }
}
