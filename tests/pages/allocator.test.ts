import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALLOCS, EMPTY_ALLOCS, FREES } from '../../src/runtime/counters.js';
import { GENERATION, REFCOUNT, RETIRED_IN, SLOT_BYTES, TYPE, TYPE_X, TYPE_Y } from '../../src/runtime/layout.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { PageArray } from './page-array.js';

const FROZEN = -(2 ** 31);
/** A value that no page and no slot holds after populate. */
const UNTOUCHED = 0x5a5a5a5a;

describe.each(TESTED_ENGINES)('the allocator on %s', (engine) => {
  test('hands out a page of the type asked for, with a count of 1 and an odd generation', async () => {
    const array = await PageArray.ready(engine);
    const page = array.thread(0).allocate(TYPE_Y);
    expect(array.pages).toContain(page);
    expect([array.bed.read(page + REFCOUNT), array.bed.read(page + TYPE), array.bed.read(page + GENERATION)]).toEqual([
      1,
      TYPE_Y,
      1,
    ]);
    expect(array.count(ALLOCS)).toBe(1);
  });

  test('hands a freed page out again at once, in the next generation', async () => {
    const array = await PageArray.ready(engine, { pages: 5 });
    const thread = array.thread(0);
    thread.allocate(TYPE_X);
    const page = thread.allocate(TYPE_X);
    thread.allocate(TYPE_X);
    thread.release(page, TYPE_X, 1);
    expect(array.bed.read(page + GENERATION)).toBe(2);
    expect(thread.allocate(TYPE_Y)).toBe(page);
    expect(array.bed.read(page + GENERATION)).toBe(3);
  });

  test('without a cache hands a freed page out after all others', async () => {
    const array = await PageArray.ready(engine, { pages: 3, cold: true });
    const thread = array.thread(0);
    const turns = Array.from({ length: 4 }, () => {
      const page = thread.allocate(TYPE_X);
      thread.release(page, TYPE_X, array.bed.read(page + GENERATION));
      return page;
    });
    expect(turns).toEqual([...array.pages, array.pages[0]]);
  });

  test('hands a page freed by one thread to another that finds no other', async () => {
    const array = await PageArray.ready(engine, { pages: 3 });
    const pages = [0, 1, 2].map((worker) => array.thread(worker).allocate(TYPE_X));
    array.thread(0).release(pages[0] as number, TYPE_X, 1);
    expect(array.thread(2).allocate(TYPE_X)).toBe(pages[0]);
  });

  test('hands every page out once, then says that there is none', async () => {
    const array = await PageArray.ready(engine, { pages: 7 });
    const handed = Array.from({ length: 7 }, (_, turn) => array.thread(turn % 3).allocate(TYPE_X));
    expect(handed.sort((a, b) => a - b)).toEqual(array.pages);
    expect([0, 1, 2].map((worker) => array.thread(worker).allocate(TYPE_X))).toEqual([0, 0, 0]);
    expect([0, 1, 2].map((worker) => array.count(EMPTY_ALLOCS, worker))).toEqual([1, 1, 1]);
  });

  test('never hands out a page that is not free, whatever the order of allocations and frees', async () => {
    const code = { pages: 4, workers: 3 };
    const arrays = await PageArray.ready(engine, code);
    const live = new Map<number, number>();
    fc.assert(
      fc.property(
        fc.array(fc.record({ worker: fc.nat(2), frees: fc.boolean(), which: fc.nat(3) }), { maxLength: 60 }),
        (steps) => {
          for (const { worker, frees, which } of steps) {
            const thread = arrays.thread(worker);
            const [page, generation] = [...live][which] ?? [0, 0];
            if (frees && page !== 0) {
              thread.release(page, TYPE_X, generation);
              live.delete(page);
              continue;
            }
            const allocated = thread.allocate(TYPE_X);
            expect(allocated === 0).toBe(live.size === code.pages);
            expect(live.has(allocated)).toBe(false);
            if (allocated !== 0) live.set(allocated, thread.heldGeneration(allocated));
          }
        },
      ),
    );
    const total = (kind: number): number => [0, 1, 2].reduce((sum, worker) => sum + arrays.count(kind, worker), 0);
    expect(total(ALLOCS) - total(FREES)).toBe(live.size);
    expect(total(FREES)).toBeGreaterThan(100);
  });

  test('a generation runs through the sign and over the end of its word', async () => {
    const array = await PageArray.ready(engine, { pages: 1 });
    const thread = array.thread(0);
    for (const before of [2 ** 31 - 2, -2]) {
      array.bed.write(array.page(0) + GENERATION, before);
      expect(thread.allocate(TYPE_X)).toBe(array.page(0));
      expect(thread.heldGeneration(array.page(0))).toBe(before + 1);
      thread.release(array.page(0), TYPE_X, before + 1);
      expect(array.bed.read(array.page(0) + GENERATION)).toBe((before + 2) | 0);
    }
    expect(array.events()).toEqual([]);
  });
});

describe.each(TESTED_ENGINES)('populate on %s', (engine) => {
  test.each([
    { workers: 1, pages: 1, slots: 1, pageBytes: 64 },
    { workers: 3, pages: 10, slots: 8, pageBytes: 64 },
    { workers: 4, pages: 8, slots: 4, pageBytes: 128 },
    { workers: 7, pages: 3, slots: 2, pageBytes: 64 },
    { workers: 5, pages: 1, slots: 1, pageBytes: 128 },
  ])('$workers workers set up $pages pages and $slots slots once, in even shares', async (config) => {
    const array = await PageArray.raw(engine, config);
    const { words, pagesBase, slotsBase } = array.arena;
    words.fill(UNTOUCHED, slotsBase >> 2);
    const slots = Array.from({ length: config.slots }, (_, key) => slotsBase + key * SLOT_BYTES);
    const setUp = (addresses: readonly number[]) => addresses.filter((at) => array.bed.read(at) !== UNTOUCHED).length;

    const shares = { pages: [0], slots: [0] };
    for (const thread of array.threads) {
      thread.populate();
      shares.pages.push(setUp(array.pages));
      shares.slots.push(setUp(slots));
    }
    for (const [done, things] of [
      [shares.pages, config.pages],
      [shares.slots, config.slots],
    ] as const) {
      const each = done.slice(1).map((sum, worker) => sum - (done[worker] as number));
      expect(done.at(-1)).toBe(things);
      expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
    }

    for (const page of array.pages) {
      const fields = [REFCOUNT, TYPE, GENERATION, RETIRED_IN].map((field) => array.bed.read(page + field));
      expect(fields).toEqual([FROZEN, 0, 0, 0]);
    }
    expect(slots.map((slot) => array.bed.read(slot))).toEqual(slots.map(() => 0));
    // Words that belong to nobody are left alone: 4 words of each page and 1 of each slot are written.
    const written = words.slice(slotsBase >> 2).filter((word) => word !== UNTOUCHED).length;
    expect(written).toBe(4 * config.pages + config.slots);
    expect(pagesBase % config.pageBytes).toBe(0);
  });

  test('workers without a share allocate all the same', async () => {
    const array = await PageArray.ready(engine, { workers: 3, pages: 1 });
    const page = array.thread(2).allocate(TYPE_X);
    expect(page).toBe(array.page(0));
    array.thread(2).release(page, TYPE_X, 1);
    expect(array.thread(1).allocate(TYPE_X)).toBe(page);
  });

  test('free pages rest at the word of the protocol', async () => {
    const array = await PageArray.ready(engine, {}, { protocol: 'old.ts' });
    expect(array.pages.map((page) => array.bed.read(page + REFCOUNT))).toEqual([0, 0]);
    expect(array.thread(0).restingWord()).toBe(0);
  });
});
