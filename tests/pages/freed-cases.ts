// Ways in which a count word comes to be touched whose memory was freed, each the story of one descriptor: each way by
// which a race sees it, and what looks like it and is none.

import { expect } from 'vitest';
import { FOLIO_GETTER, FOLIO_T1, FOLIO_T3 } from '../../src/actors/role-numbers.js';
import * as kinds from '../../src/runtime/counters.js';
import {
  POISON,
  RECLAIM_AT_ONCE,
  RECLAIM_GRACE,
  RECLAIM_TYPE_STABLE,
  REFCOUNT,
  SECTION_PUT_INSIDE,
  TYPE_X,
  TYPE_Y,
} from '../../src/runtime/layout.js';
import type { PageArray } from './page-array.js';
import { type Case, passBy } from './violation-cases.js';

const AT_ONCE = { reclaim: RECLAIM_AT_ONCE };
const GRACE = { reclaim: RECLAIM_GRACE };
const FROZEN = -(2 ** 31);

/** Thread 0 in its put as T1; `meanwhile` happens between its steps. */
function putAsT1(array: PageArray, meanwhile: (page: number) => void): void {
  array.bed.atNextPoint(() => meanwhile(array.page(0)));
  array.thread(0).run(FOLIO_T1, 1);
}

/** Slot 0 points at a descriptor whose memory is free, and whose word is `word`. */
function lookUpFreed(array: PageArray, word: number): void {
  array.thread(1).publish(array.thread(1).slotOf(0), array.page(0));
  array.bed.write(array.page(0) + REFCOUNT, word);
  array.thread(0).run(FOLIO_GETTER, 1);
}

const OF_FREED = {
  kind: kinds.TOUCHED_FREED,
  heldGeneration: 0,
  generation: 0,
  believedType: TYPE_X,
  type: 0,
  word: POISON,
};
const HELD = { ...OF_FREED, heldGeneration: 1, generation: 2, type: TYPE_X };

export const FREED_CASES: readonly Case[] = [
  {
    name: 'free memory whose poison was written over, as whoever takes it finds it',
    protocol: 'old.ts',
    descriptors: AT_ONCE,
    act: (array) => {
      array.bed.write(array.page(0) + REFCOUNT, POISON + 1);
      array.thread(0).run(FOLIO_T3, 1);
    },
    events: [{ ...OF_FREED, generation: 1, believedType: TYPE_Y, word: POISON + 1 }],
  },
  {
    name: 'free memory that still has its poison',
    protocol: 'old.ts',
    descriptors: AT_ONCE,
    act: (array) => {
      array.thread(0).run(FOLIO_T3, 3);
      expect(array.count(kinds.FREES)).toBe(3);
      expect(array.bed.read(array.page(0) + REFCOUNT)).toBe(POISON);
    },
    events: [],
  },
  {
    name: 'a getter that looked freed memory up, and does not get it',
    protocol: 'old.ts',
    descriptors: AT_ONCE,
    act: (array) => lookUpFreed(array, 0),
    events: [{ ...OF_FREED, word: 0 }],
  },
  {
    name: 'a getter that takes the poison for a count, as a holder too',
    protocol: 'old.ts',
    descriptors: AT_ONCE,
    act: (array) => lookUpFreed(array, POISON),
    events: [1, 2].map(() => ({ ...OF_FREED, word: POISON + 1 })),
  },
  {
    name: 'a holder whose descriptor is free memory',
    protocol: 'old.ts',
    descriptors: AT_ONCE,
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_X);
      array.thread(1).release(page, TYPE_X, 1);
      array.thread(0).release(page, TYPE_X, 1);
    },
    events: [HELD],
  },
  {
    name: 'a holder whose descriptor is free, and waits',
    protocol: 'old.ts',
    descriptors: GRACE,
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_X);
      array.thread(1).release(page, TYPE_X, 1);
      array.thread(0).release(page, TYPE_X, 1);
    },
    events: [{ ...HELD, kind: kinds.USE_AFTER_FREE, word: 0 }],
  },
  {
    name: 'a put whose descriptor was given back between its steps',
    protocol: 'v4.ts',
    descriptors: GRACE,
    act: (array) =>
      putAsT1(array, (page) => {
        passBy(array, page);
        array.thread(2).giveBackRetired();
      }),
    events: [HELD],
  },
  {
    name: 'a put whose descriptor was given back between its steps, and is another one by now',
    protocol: 'v4.ts',
    descriptors: GRACE,
    act: (array) =>
      putAsT1(array, (page) => {
        passBy(array, page);
        expect(array.thread(2).allocate(TYPE_Y)).toBe(page);
      }),
    events: [{ ...HELD, generation: 3, type: TYPE_Y, word: 1 }],
  },
  {
    name: 'a put whose descriptor was freed between its steps, and waits',
    protocol: 'v4.ts',
    descriptors: GRACE,
    act: (array) => {
      putAsT1(array, (page) => passBy(array, page));
      expect(array.bed.read(array.page(0) + REFCOUNT)).toBe(FROZEN);
    },
    events: [],
  },
  {
    name: 'a put inside a section, whose descriptor cannot be given back between its steps',
    protocol: 'v4.ts',
    descriptors: { ...GRACE, section: SECTION_PUT_INSIDE },
    act: (array) =>
      putAsT1(array, (page) => {
        passBy(array, page);
        array.thread(2).giveBackRetired();
        expect(array.thread(2).allocate(TYPE_Y)).toBe(0);
      }),
    events: [],
  },
  {
    name: 'a put of a descriptor in type-stable memory that was another one meanwhile',
    protocol: 'v4.ts',
    descriptors: { reclaim: RECLAIM_TYPE_STABLE },
    act: (array) =>
      putAsT1(array, (page) => {
        passBy(array, page);
        expect(array.thread(2).allocate(TYPE_Y)).toBe(page);
      }),
    events: [],
  },
];
