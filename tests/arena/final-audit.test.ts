import { beforeEach, describe, expect, test } from 'vitest';
import type { Arena } from '../../src/arena/arena.js';
import { Counts } from '../../src/arena/counts.js';
import { auditFinalState, restingIn } from '../../src/arena/final-audit.js';
import { ALLOCS, COUNTERS, DESTRUCTORS_X, DESTRUCTORS_Y, DOUBLE_FREE, FREES } from '../../src/runtime/counters.js';
import { GENERATION, POISON, RECLAIM_AT_ONCE, REFCOUNT, SLOT_BYTES } from '../../src/runtime/layout.js';
import { smallArena } from './small-arena.js';

const FROZEN = -(2 ** 31);
const kernel = {
  isDeadWord: (word: number) => word < 0,
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

/** Of a run with so many allocations and frees, each with its destructor unless told otherwise. */
function countsWith(allocs: number, frees: number, destructors: readonly number[] = [frees], doubleFrees = 0): Counts {
  const values = new Float64Array(COUNTERS);
  values[ALLOCS] = allocs;
  values[FREES] = frees;
  values[DESTRUCTORS_X] = destructors[0] ?? 0;
  values[DESTRUCTORS_Y] = destructors[1] ?? 0;
  values[DOUBLE_FREE] = doubleFrees;
  const all = new Counts();
  all.add(values);
  return all;
}

beforeEach(() => {
  arena = smallArena(GEOMETRY);
  counts = countsWith(0, 0);
  for (let index = 0; index < 4; index++) page(index, 0, FROZEN);
});

describe('the final audit', () => {
  test('finds nothing wrong with free pages and pages in the index', () => {
    page(0, 3, 1);
    slot(1, 0);
    page(1, 2, FROZEN + 17);
    counts = countsWith(3, 2);
    expect(auditFinalState(arena.words, restingIn(arena, GEOMETRY, counts), kernel)).toEqual({
      atRest: { touchedFreed: 0, leak: 0, underflow: 0, useAfterFree: 0, lostOverflow: 0 },
      consistent: true,
      conservation: { checked: true, livePages: 1, freePages: 3, lostPages: 0, problems: [] },
    });
  });

  test('counts a reference for each slot in which a page is', () => {
    page(0, 1, 2);
    slot(0, 0);
    slot(1, 0);
    counts = countsWith(1, 0);
    const { conservation } = auditFinalState(arena.words, restingIn(arena, GEOMETRY, counts), kernel);
    expect(conservation).toMatchObject({ livePages: 1, problems: [] });
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
    ['a free page without the frozen bit', { lostOverflow: 1 }, 'is not dead', () => page(0, 2, 5)],
  ])('finds %s', (_, expected, problem, damage) => {
    damage();
    const audit = auditFinalState(arena.words, restingIn(arena, GEOMETRY, counts), kernel);
    expect(audit.atRest).toMatchObject(expected);
    expect(audit.conservation.problems[0]).toContain(problem);
  });

  test.each([
    ['as wide as a count word', POISON, undefined],
    ['on a narrow count word', (POISON << 24) >> 24, (POISON << 24) >> 24],
  ])('free memory that may be anything holds the poison, %s', (_, word, poison) => {
    arena = smallArena({ ...GEOMETRY, reclaim: RECLAIM_AT_ONCE });
    const touched = (): number =>
      auditFinalState(arena.words, restingIn(arena, GEOMETRY, counts, poison === undefined ? {} : { poison }), kernel)
        .atRest.touchedFreed;
    for (let index = 0; index < 4; index++) page(index, 0, word);
    expect(touched()).toBe(0);
    page(1, 0, word + 1);
    expect(touched()).toBe(1);
  });

  test('notices when the workers contradict the pages', () => {
    page(0, 2, FROZEN);
    counts = countsWith(2, 1);
    expect(auditFinalState(arena.words, restingIn(arena, GEOMETRY, counts), kernel).consistent).toBe(false);
  });

  test('knows that generations wrap', () => {
    page(0, 2, FROZEN);
    counts = countsWith(2 ** 31 + 1, 2 ** 31 + 1);
    expect(auditFinalState(arena.words, restingIn(arena, GEOMETRY, counts), kernel).consistent).toBe(true);
  });

  describe('counts destructors against the ends of generations', () => {
    const taken = (destructors: readonly number[], doubleFrees: number, ownRoles = false) => {
      page(0, 10, FROZEN);
      counts = countsWith(5, 5, destructors, doubleFrees);
      const { consistent, conservation } = auditFinalState(
        arena.words,
        restingIn(arena, GEOMETRY, counts, { ownRoles }),
        kernel,
      );
      return [consistent, ...conservation.problems];
    };

    test('one each, of whichever type', () => {
      expect(taken([5], 0)).toEqual([true]);
      expect(taken([2, 3], 0)).toEqual([true]);
    });

    test('a page that was found free was not destroyed again', () => expect(taken([2, 3], 4)).toEqual([true]));

    test('second ones are double frees, and are told', () =>
      expect(taken([3, 4], 2)).toEqual([true, '2 of 7 destructors ran on a page that somebody else destroyed, too']));

    test.each([
      ['more than double frees account for', [3, 4], 1, 'workers counted 7 destructors, 5 frees and 1 double frees'],
      ['a page freed without one', [2, 2], 3, 'workers counted 4 destructors, 5 frees and 3 double frees'],
    ] as const)('%s: the harness is wrong', (_, destructors, doubleFrees, problem) => {
      expect(taken(destructors, doubleFrees)).toEqual([false, problem]);
    });

    test("roles of the user's own may free without one", () => {
      expect(taken([2, 2], 0, true)).toEqual([true]);
      expect(taken([3, 3], 0, true)[0]).toBe(false);
    });
  });
});
