// The allocator and the index, with another thread that acts between the look at a word and the compare-and-swap.

import { describe, expect, test } from 'vitest';
import { ALLOCS } from '../../src/runtime/counters.js';
import { GENERATION, TYPE_X, TYPE_Y } from '../../src/runtime/layout.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { PageArray } from './page-array.js';

const CONTENDED = { variant: 'contended' } as const;

describe.each(TESTED_ENGINES)('on %s', (engine) => {
  test('of two claims on one page one wins, and the other takes the next page', async () => {
    const array = await PageArray.ready(engine, { workers: 2, pages: 3 }, CONTENDED);
    const first = array.page(0);
    array.bed.write(array.page(2) + GENERATION, 1); // worker 1 starts at the last page and must come round
    let others = 0;
    array.bed.atNextPoint(() => {
      others = array.thread(1).allocate(TYPE_Y);
    });
    expect(array.thread(0).allocate(TYPE_X)).toBe(array.page(1));
    expect([others, array.count(ALLOCS, 0), array.count(ALLOCS, 1)]).toEqual([first, 1, 1]);
  });

  test('a page that lived and died meanwhile is not claimed by its old generation', async () => {
    const array = await PageArray.ready(engine, { workers: 2, pages: 2 }, CONTENDED);
    const [one, other] = [array.thread(0), array.thread(1)];
    array.bed.write(array.page(1) + GENERATION, 1);
    array.bed.atNextPoint(() => other.release(other.allocate(TYPE_Y), TYPE_Y, 1));
    expect(one.allocate(TYPE_X)).toBe(0);
    expect(array.bed.read(array.page(0) + GENERATION)).toBe(2);
    expect(one.allocate(TYPE_X)).toBe(array.page(0));
  });

  test('a slot that was filled meanwhile refuses a second page', async () => {
    const array = await PageArray.ready(engine, {}, CONTENDED);
    const slot = array.thread(0).slotOf(0);
    array.bed.atNextPoint(() => array.thread(1).publish(slot, array.page(1)));
    expect(array.thread(0).publish(slot, array.page(0))).toBeFalsy();
    expect(array.thread(0).lookup(slot)).toBe(array.page(1));
  });
});
