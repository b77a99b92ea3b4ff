// The start gate: all workers begin a phase together. A worker arrives and sleeps; the host opens the phase when all
// have arrived.

import { ARRIVED, GATE } from '../runtime/layout.js';
import { delay, within } from './waiting.js';

/** Called by a worker: reports arrival and sleeps until `phase` opens. Phases count from 1. */
export function arriveAndWait(words: Int32Array, phase: number): void {
  Atomics.add(words, ARRIVED >> 2, 1);
  Atomics.notify(words, ARRIVED >> 2);
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

/** `Atomics.waitAsync`, which Node 20 has and the ES2023 types do not. Firefox has it since 145. */
const { waitAsync } = Atomics as unknown as {
  waitAsync?(words: Int32Array, index: number, value: number, ms: number): { readonly value: Promise<string> | string };
};

/**
 * Called by the host: resolves within microseconds of the next arrival after `seen` of them, or after `ms`. The timer
 * keeps the process alive meanwhile. A wait of waitAsync() does not, and a pool whose worker has just died may not either.
 */
export async function nextArrival(words: Int32Array, seen: number, ms: number): Promise<void> {
  if (!waitAsync) return delay(1);
  await within(ms, Promise.resolve(waitAsync(words, ARRIVED >> 2, seen, ms).value));
}

/** Called by the host: lets everybody who waits for `phase`, or for an earlier one, go. */
export function openGate(words: Int32Array, phase: number): void {
  Atomics.store(words, GATE >> 2, phase);
  Atomics.notify(words, GATE >> 2);
}

/** Opens every phase, also those to come: no worker may be left asleep when a run is given up. */
export const EVERY_PHASE = 0x7fffffff;
