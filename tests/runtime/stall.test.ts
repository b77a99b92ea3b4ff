// How often a window holds its worker up, and for how long: seen in what the stalled kernel asks of memory and host.

import { expect, test } from 'vitest';
import { FOLIO_T1, MIXED } from '../../src/actors/role-numbers.js';
import { createArena } from '../../src/arena/arena.js';
import { countsOf } from '../../src/arena/counts.js';
import { FREES, STALLS, TOUCHED_FREED } from '../../src/runtime/counters.js';
import {
  GENERATION,
  RECLAIM_GRACE,
  RETIRED_IN,
  STALL_SLEEP,
  STALL_SPIN,
  WORKER_SLEEP_WORD,
  WORKERS_BASE,
} from '../../src/runtime/layout.js';
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

test.each([
  ['is still his', 1, 0, 0],
  ['was retired, and waits', 2, 1, 0],
  ['is free', 2, 0, 1],
  ['was free, and is another descriptor', 3, 0, 1],
  ['was free, and waits as another descriptor', 4, 1, 1],
])('whoever wakes up in a put on a descriptor whose memory %s', async (_, generation, stamp, told) => {
  const sizes = { workers: 1, pages: 1, pageBytes: 64, slots: 1 };
  const stall = { kind: STALL_SPIN, amount: 1, chance: 1 };
  const config = { ...sizes, lookedUp: true, recheck: true, reclaim: RECLAIM_GRACE, seed: 1, stall };
  const arena = createArena({ engine: 'js', ...config });
  const kernel = await watchedKernel(arena, 'stalled', {
    onLoad: (address) => {
      if (address !== SLEEP_WORD) return;
      arena.words[(arena.pagesBase + GENERATION) >> 2] = generation;
      arena.words[(arena.pagesBase + RETIRED_IN) >> 2] = stamp;
    },
  });
  kernel.run(FOLIO_T1, 1);
  const counts = countsOf(arena, [0]);
  expect([counts.of(STALLS), counts.of(TOUCHED_FREED)]).toEqual([1, told]);
});
