import { beforeEach, describe, expect, test } from 'vitest';
import type { Arena } from '../../src/arena/arena.js';
import { Counts } from '../../src/arena/counts.js';
import { restingIn, takeStock } from '../../src/arena/stock-taking.js';
import { ALLOCS, COUNTERS, FREES } from '../../src/runtime/counters.js';
import { GENERATION, REFCOUNT, SLOT_BYTES } from '../../src/runtime/layout.js';
import { smallArena } from './small-arena.js';

const FROZEN = -(2 ** 31);
const kernel = {
  restingWord: () => FROZEN,
  countOf: (word: number) => Math.max(0, word),
};
const GEOMETRY = { pages: 4, pageBytes: 64, slots: 2 };

let arena: Arena;
let counts: Counts;

/** A page's generation and word; all pages start free. */
function page(index: number, generation: number, word: number): void {
  const address = arena.pagesBase + index * 64;
  arena.words[(address + GENERATION) >> 2] = generation;
  arena.words[(address + REFCOUNT) >> 2] = word;
}
function slot(key: number, index: number): void {
  arena.words[(arena.slotsBase + key * SLOT_BYTES) >> 2] = arena.pagesBase + index * 64;
}

/** Of a run with so many allocations and frees. */
function countsWith(allocs: number, frees: number): Counts {
  const values = new Float64Array(COUNTERS);
  values[ALLOCS] = allocs;
  values[FREES] = frees;
  const all = new Counts();
  all.add(values);
  return all;
}

beforeEach(() => {
  arena = smallArena(GEOMETRY);
  counts = countsWith(0, 0);
  for (let index = 0; index < 4; index++) page(index, 0, FROZEN);
});

describe('taking stock', () => {
  test('finds nothing wrong with free pages and pages in the index', () => {
    page(0, 3, 1);
    slot(1, 0);
    page(1, 2, FROZEN + 17);
    counts = countsWith(3, 2);
    expect(takeStock(arena.words, restingIn(arena, GEOMETRY, counts), kernel)).toEqual({
      atRest: { leak: 0, underflow: 0, useAfterFree: 0, lostOverflow: 0 },
      consistent: true,
      conservation: { checked: true, livePages: 1, freePages: 3, lostPages: 0, problems: [] },
    });
  });

  test.each([
    ['a lost page', { leak: 1 }, 'page 0 is lost', () => page(0, 1, 1)],
    [
      'a reference too many',
      { leak: 1 },
      'counts 2 instead of 1',
      () => {
        page(0, 1, 2);
        slot(0, 0);
      },
    ],
    [
      'a reference too few',
      { underflow: 1 },
      'counts 0 instead of 1',
      () => {
        page(0, 1, 0);
        slot(0, 0);
      },
    ],
    [
      'a free page in the index',
      { useAfterFree: 1 },
      'the index still points at it',
      () => {
        page(0, 2, FROZEN);
        slot(0, 0);
      },
    ],
    ['a free page without the frozen bit', { lostOverflow: 1 }, 'has lost bits', () => page(0, 2, 5)],
  ])('finds %s', (_, expected, problem, damage) => {
    damage();
    const stock = takeStock(arena.words, restingIn(arena, GEOMETRY, counts), kernel);
    expect(stock.atRest).toMatchObject(expected);
    expect(stock.conservation.problems[0]).toContain(problem);
  });

  test('notices when the workers contradict the pages', () => {
    page(0, 2, FROZEN);
    counts = countsWith(2, 1);
    expect(takeStock(arena.words, restingIn(arena, GEOMETRY, counts), kernel).consistent).toBe(false);
  });

  test('knows that generations wrap', () => {
    page(0, 2, FROZEN);
    counts = countsWith(2 ** 31 + 1, 2 ** 31 + 1);
    expect(takeStock(arena.words, restingIn(arena, GEOMETRY, counts), kernel).consistent).toBe(true);
  });
});
