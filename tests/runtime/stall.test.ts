// How often a window holds its worker up, and for how long: seen in what the stalled kernel asks of memory and host.

import { expect, test } from 'vitest';
import { MIXED } from '../../src/actors/role-numbers.js';
import { createArena } from '../../src/arena/arena.js';
import { countsOf } from '../../src/arena/counts.js';
import { FREES, STALLS } from '../../src/runtime/counters.js';
import { STALL_SLEEP, STALL_SPIN, WORKER_SLEEP_WORD, WORKERS_BASE } from '../../src/runtime/layout.js';
import { watchedKernel } from '../engines/watched-kernel.js';

const SLEEP_WORD = WORKERS_BASE + WORKER_SLEEP_WORD;

interface HeldUp {
  readonly windows: number;
  readonly stalls: number;
  /** Looks of spins. */
  readonly looks: number;
  /** Microseconds of all sleeps. */
  readonly slept: number;
}

/** What becomes of one worker in so many rounds. Nobody takes a page back, so each free comes out of a window. */
async function heldUp(stall: { kind: number; amount: number; chance: number }, rounds: number): Promise<HeldUp> {
  const geometry = { workers: 1, pages: 4, pageBytes: 64, slots: 4 };
  const arena = createArena({ engine: 'js', ...geometry, lookedUp: true, recheck: true, seed: 1, stall });
  let [looks, slept] = [0, 0];
  const kernel = await watchedKernel(arena, 'stalled', {
    onLoad: (address) => {
      if (address === SLEEP_WORD) looks++;
    },
    onWait: (address, ms) => {
      if (address === SLEEP_WORD) slept += 1000 * ms;
    },
  });
  kernel.run(MIXED, rounds);
  const counts = countsOf(arena, [0]);
  return { windows: counts.of(FREES), stalls: counts.of(STALLS), looks, slept };
}

test.each([
  ['in no window', 0],
  ['in a quarter of the windows', 0.25],
  ['in every window', 1],
])('a worker is held up %s when that is its chance', async (_, chance) => {
  const { windows, stalls } = await heldUp({ kind: STALL_SPIN, amount: 1, chance }, 4000);
  expect(windows).toBeGreaterThan(500);
  expect(Math.abs(stalls / windows - chance)).toBeLessThan(chance % 1 === 0 ? 1e-9 : 0.05);
});

test('a spin looks as often as it is long, a sleep lasts as long', async () => {
  const spun = await heldUp({ kind: STALL_SPIN, amount: 7, chance: 1 }, 200);
  expect(spun.stalls).toBeGreaterThan(0);
  expect([spun.looks, spun.slept]).toEqual([7 * spun.stalls, 0]);
  const slept = await heldUp({ kind: STALL_SLEEP, amount: 50, chance: 1 }, 200);
  expect([slept.looks, slept.slept]).toEqual([0, 50 * slept.stalls]);
});
