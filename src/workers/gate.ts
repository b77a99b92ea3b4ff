// The start gate: all workers begin a phase together. A worker arrives and sleeps; the host opens the phase when all
// have arrived.

import { ARRIVED, GATE } from '../memory/layout.js';

/** Called by a worker: reports arrival and sleeps until `phase` opens. Phases count from 1. */
export function arriveAndWait(words: Int32Array, phase: number): void {
  Atomics.add(words, ARRIVED >> 2, 1);
  for (;;) {
    const open = Atomics.load(words, GATE >> 2);
    if (open >= phase) return;
    Atomics.wait(words, GATE >> 2, open);
  }
}

/** Called by the host: how many arrivals there have been, over all phases. */
export function arrivals(words: Int32Array): number {
  return Atomics.load(words, ARRIVED >> 2);
}

/** Called by the host: lets everybody who waits for `phase`, or for an earlier one, go. */
export function openGate(words: Int32Array, phase: number): void {
  Atomics.store(words, GATE >> 2, phase);
  Atomics.notify(words, GATE >> 2);
}

/** Opens every phase that there will ever be: nobody may be left asleep when a run is given up. */
export const EVERY_PHASE = 0x7fffffff;
