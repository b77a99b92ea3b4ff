// Tests of how often a window holds its worker up, and for how long: seen in what the stalled kernel asks of memory and
// host.

import { describe, expect, test } from 'vitest';
import { FOLIO_T1, MIXED } from '../../src/actors/role-numbers.js';
import { createArena } from '../../src/arena/arena.js';
import { countsOf } from '../../src/arena/counts.js';
import { FREES, STALLS, TOUCHED_FREED } from '../../src/runtime/counters.js';
import {
  GENERATION,
  RECLAIM_GRACE,
  REFCOUNT,
  RETIRED_IN,
  STALL_SLEEP,
  STALL_SPIN,
  WORKER_SLEEP_WORD,
  WORKERS_BASE,
} from '../../src/runtime/layout.js';
import { watchedKernel } from '../engines/watched-kernel.js';

const SLEEP_WORD = WORKERS_BASE + WORKER_SLEEP_WORD;
/** Relative to src/protocols, as the others. */
const LATE_WINDOW = '../../tests/runtime/late-window.ts';

interface HeldUp {
  readonly windows: number;
  readonly stalls: number;
  /** Looks of spins. */
  readonly looks: number;
  /** Microseconds of all sleeps. */
  readonly slept: number;
}

/** Returns what becomes of one worker in so many rounds. Nobody takes a page back, so each free comes out of a window. */
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

interface Woken {
  readonly variant?: 'stalled' | 'noisy';
  readonly protocol?: string;
  /** State of the descriptor while its put was held up. */
  readonly generation: number;
  readonly stamp: number;
}

/** Returns how often a put as T1 is told of that is held up behind its step 1. */
async function toldOf({ variant = 'stalled', protocol = 'v4.ts', generation, stamp }: Woken): Promise<number> {
  const sizes = { workers: 1, pages: 1, pageBytes: 64, slots: 1 };
  const stall = { kind: STALL_SPIN, amount: 1, chance: 1 };
  const config = { ...sizes, lookedUp: true, recheck: true, reclaim: RECLAIM_GRACE, seed: 1, stall };
  const arena = createArena({ engine: 'js', ...config });
  const page = arena.pagesBase;
  const onLoad = (address: number): void => {
    if (address !== SLEEP_WORD || arena.words[(page + REFCOUNT) >> 2] !== 0) return;
    arena.words[(page + GENERATION) >> 2] = generation;
    arena.words[(page + RETIRED_IN) >> 2] = stamp;
  };
  const kernel = await watchedKernel(arena, variant, { onLoad }, protocol);
  kernel.run(FOLIO_T1, 1);
  const counts = countsOf(arena, [0]);
  expect(counts.of(STALLS)).toBeGreaterThan(0);
  expect(arena.words[(page + GENERATION) >> 2]).toBeGreaterThanOrEqual(generation); // it was held up behind step 1
  return counts.of(TOUCHED_FREED);
}

describe.each(['stalled', 'noisy'] as const)('%s: a put that is held up, and then touches a count word', (variant) => {
  test.each([
    ['is still its own', 1, 0, 0],
    ['was retired, and waits', 2, 1, 0],
    ['is free', 2, 0, 1],
    ['was free, and is another descriptor', 3, 0, 1],
    ['was free, and waits as another descriptor', 4, 1, 1],
  ])('whose memory %s', async (_, generation, stamp, told) => {
    expect(await toldOf({ variant, generation, stamp })).toBe(told);
  });
});

test('whoever calls window() behind his last access touches nothing, and is not accused', async () => {
  expect(await toldOf({ protocol: LATE_WINDOW, generation: 2, stamp: 0 })).toBe(0);
});
