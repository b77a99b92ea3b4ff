// The detector of lost bits looks at a page that it does not hold, so that others may act between its looks.

import { beforeEach, expect, test } from 'vitest';
import { LATE_GETTER } from '../../src/actors/role-numbers.js';
import { type Arena, createArena } from '../../src/arena/arena.js';
import { countsOf } from '../../src/arena/counts.js';
import { LOST_OVERFLOW } from '../../src/runtime/counters.js';
import { GENERATION, REFCOUNT } from '../../src/runtime/layout.js';
import { watchedKernel } from '../engines/watched-kernel.js';

const geometry = { workers: 1, pages: 1, pageBytes: 64, slots: 1 };
const stall = { kind: 0, amount: 0, chance: 0 };

let arena: Arena;
beforeEach(() => {
  arena = createArena({ engine: 'js', ...geometry, lookedUp: true, recheck: true, seed: 1, stall });
});

const set = (offset: number, value: number): void => {
  arena.words[(arena.pagesBase + offset) >> 2] = value;
};

/** Violations of a late getter, with `act` done right before its first look at the count word. */
async function lostBits(act: () => void): Promise<number> {
  let acts = false;
  const kernel = await watchedKernel(arena, 'detecting', {
    onLoad: (address) => {
      if (!acts || address !== arena.pagesBase + REFCOUNT) return;
      acts = false;
      act();
    },
  });
  acts = true;
  kernel.run(LATE_GETTER, 1);
  expect(acts).toBe(false);
  return countsOf(arena, [0]).of(LOST_OVERFLOW);
}

test('a free page that has lost bits is accused', async () => {
  expect(await lostBits(() => set(REFCOUNT, 5))).toBe(1);
});

test('a page that is allocated between two looks is not', async () => {
  const allocate = (): void => {
    set(GENERATION, 1);
    set(REFCOUNT, 1);
  };
  expect(await lostBits(allocate)).toBe(0);
});
