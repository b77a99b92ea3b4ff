// The epoch scheme by hand, one call after another: when memory comes back, and when it does not.

import { describe, expect, test } from 'vitest';
import {
  EPOCH,
  GENERATION,
  POISON,
  RECLAIM_AT_ONCE,
  RECLAIM_GRACE,
  RECLAIM_GRACE_BUT_ONE,
  REFCOUNT,
  RETIRED_IN,
  TYPE_X,
} from '../../src/runtime/layout.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { PageArray } from './page-array.js';

describe.each(TESTED_ENGINES)('on %s', (engine) => {
  const ready = (reclaim: number, pages = 1): Promise<PageArray> =>
    PageArray.ready(engine, { reclaim, pages }, { protocol: 'old.ts' });

  /** The descriptor that thread 0 allocated and freed. */
  function freed(array: PageArray): number {
    const page = array.thread(0).allocate(TYPE_X);
    array.thread(0).release(page, TYPE_X, array.thread(0).heldGeneration(page));
    return page;
  }

  function isGivenBack(array: PageArray, page: number): boolean {
    const [word, generation, stamp] = [REFCOUNT, GENERATION, RETIRED_IN].map((field) => array.bed.read(page + field));
    expect((generation as number) & 1).toBe(0);
    expect(word === POISON).toBe(stamp === 0);
    return stamp === 0;
  }

  test('memory that waits for nothing is poisoned by its free', async () => {
    const array = await ready(RECLAIM_AT_ONCE);
    expect(isGivenBack(array, freed(array))).toBe(true);
  });

  test('memory waits, and comes back to whoever finds no other', async () => {
    const array = await ready(RECLAIM_GRACE, 2);
    const page = freed(array);
    expect(isGivenBack(array, page)).toBe(false);
    const other = array.thread(0).allocate(TYPE_X);
    expect(other).not.toBe(page);
    expect(isGivenBack(array, page)).toBe(false);
    expect(array.thread(1).allocate(TYPE_X)).toBe(page);
    expect(array.bed.read(EPOCH)).toBe(2);
  });

  test('a section that lasts keeps what was freed in it, whoever asks however often', async () => {
    const array = await ready(RECLAIM_GRACE);
    array.thread(1).enterSection();
    const page = freed(array);
    for (const worker of [0, 2, 0, 2]) array.thread(worker).giveBackRetired();
    expect(isGivenBack(array, page)).toBe(false);
    expect(array.bed.read(EPOCH)).toBe(1); // E1: up by one at most
    array.thread(1).leaveSection();
    array.thread(2).giveBackRetired();
    expect(isGivenBack(array, page)).toBe(true);
  });

  test('a section that began after the free is not waited for twice', async () => {
    const array = await ready(RECLAIM_GRACE);
    const page = freed(array); // in epoch 0
    array.thread(0).advancedEpoch();
    array.thread(1).enterSection(); // in epoch 2
    array.thread(2).giveBackRetired();
    expect(array.bed.read(EPOCH)).toBe(3);
    expect(isGivenBack(array, page)).toBe(true);
  });

  test('a section whose worker read an old epoch holds the epoch up at once', async () => {
    const array = await ready(RECLAIM_GRACE);
    array.thread(1).enterSection();
    array.bed.write(EPOCH, 7); // as if the look at it had been long before
    expect([array.thread(0).advancedEpoch(), array.thread(2).advancedEpoch()]).toEqual([7, 7]);
  });

  test('the last worker is the one whom the mistaken grace period does not wait for', async () => {
    for (const [worker, waitedFor] of [true, true, false].entries()) {
      const array = await ready(RECLAIM_GRACE_BUT_ONE);
      array.thread(worker).enterSection();
      const page = freed(array);
      array.thread(0).giveBackRetired();
      expect(isGivenBack(array, page)).toBe(!waitedFor);
    }
  });

  test('epochs and stamps run through the sign and over the end of their words', async () => {
    for (const before of [2 ** 29 - 1, 2 ** 30 - 1, 2 ** 31 - 1, -1]) {
      const array = await ready(RECLAIM_GRACE);
      array.bed.write(EPOCH, before);
      array.thread(1).enterSection();
      const page = freed(array);
      array.thread(2).giveBackRetired();
      expect(array.bed.read(EPOCH)).toBe((before + 1) | 0);
      expect(isGivenBack(array, page)).toBe(false);
      array.thread(1).leaveSection();
      array.thread(2).giveBackRetired();
      expect(array.bed.read(EPOCH)).toBe((before + 3) | 0);
      expect(isGivenBack(array, page)).toBe(true);
      expect(array.thread(0).allocate(TYPE_X)).toBe(page);
    }
  });

  test('the stamp of a second destroyer, who came late, costs the next owner nothing', async () => {
    const array = await ready(RECLAIM_GRACE);
    const page = array.thread(0).allocate(TYPE_X);
    array.bed.write(page + RETIRED_IN, 1); // of epoch 0
    array.bed.write(EPOCH, 2);
    array.thread(2).giveBackRetired();
    expect(array.bed.read(page + REFCOUNT)).toBe(1);
    array.thread(0).release(page, TYPE_X, 1);
    array.thread(2).giveBackRetired();
    expect(isGivenBack(array, page)).toBe(true);
  });

  test('a double free stamps nothing', async () => {
    const array = await ready(RECLAIM_AT_ONCE);
    const page = freed(array);
    array.thread(1).free(page, 1, TYPE_X);
    expect(isGivenBack(array, page)).toBe(true);
    expect(array.thread(0).allocate(TYPE_X)).toBe(page);
    array.thread(1).free(page, 1, TYPE_X);
    expect(array.bed.read(page + RETIRED_IN)).toBe(0);
  });
});
