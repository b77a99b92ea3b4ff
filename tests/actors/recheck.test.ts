// Tests of what a getter makes of what it finds in the index when it looks a second time.

import { expect, test } from 'vitest';
import { FOLIO_GETTER, GETTER } from '../../src/actors/role-numbers.js';
import { createArena } from '../../src/arena/arena.js';
import { countsOf } from '../../src/arena/counts.js';
import { FAILED_RECHECKS, PUTS, TRY_GETS } from '../../src/runtime/counters.js';
import { GENERATION, RECLAIM_TYPE_STABLE, REFCOUNT, TYPE, TYPE_X } from '../../src/runtime/layout.js';
import { watchedKernel } from '../engines/watched-kernel.js';

const geometry = { workers: 1, pages: 2, pageBytes: 64, slots: 1 };
const stall = { kind: 0, amount: 0, chance: 0 };

const FOUND: readonly (readonly [what: string, second: number, recheck: boolean, failed: number])[] = [
  ['the same page', 0, true, 0],
  ['another page', 1, true, 1],
  ['no page', -1, true, 1],
  ['whatever page, if it does not look', 1, false, 0],
];

test.each([
  ...FOUND.map((found) => [...found, 'getter', GETTER, {}] as const),
  ...FOUND.map((found) => [...found, 'getter of descriptors', FOLIO_GETTER, { reclaim: RECLAIM_TYPE_STABLE }] as const),
])('%s (page %i, recheck %s, %i failed): %s', async (_found, second, recheck, failed, _name, role, reclaim) => {
  const arena = createArena({ engine: 'js', ...geometry, ...reclaim, lookedUp: true, recheck, seed: 1, stall });
  const { words, pagesBase, slotsBase } = arena;
  const pageAt = (index: number): number => (index < 0 ? 0 : pagesBase + 64 * index);
  let looks = 0;
  const kernel = await watchedKernel(arena, 'detecting', {
    onLoad: (address) => {
      if (address === slotsBase && ++looks === 2) words[slotsBase >> 2] = pageAt(second);
    },
  });
  for (const page of [0, 1].map(pageAt)) {
    words[(page + GENERATION) >> 2] = 1;
    words[(page + TYPE) >> 2] = TYPE_X;
    words[(page + REFCOUNT) >> 2] = 1;
  }
  words[slotsBase >> 2] = pageAt(0);
  kernel.run(role, 1);
  const counts = countsOf(arena, [0]);
  expect(looks).toBe(recheck ? 2 : 1);
  expect([TRY_GETS, FAILED_RECHECKS, PUTS].map((counter) => counts.of(counter))).toEqual([1, failed, 1]);
  expect([0, 1].map((page) => words[(pageAt(page) + REFCOUNT) >> 2])).toEqual([1, 1]);
});
