// Ways in which each violation comes about, each the story of one page: the memory is put into the state that the
// violation leaves, and one call or one round of a role meets it.

import { expect } from 'vitest';
import { EMAIL_T1, EMAIL_T2, FREEZER, GETTER, OWNER } from '../../src/actors/role-numbers.js';
import * as kinds from '../../src/runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE, TYPE_X, TYPE_Y } from '../../src/runtime/layout.js';
import type { KeptEvent, PageArray } from './page-array.js';

const FROZEN = -(2 ** 31);

export interface Case {
  readonly name: string;
  readonly protocol: string;
  readonly lookedUp?: boolean;
  /** Numbers of layout.ts. Absent: there are none. */
  readonly descriptors?: { readonly reclaim: number; readonly section?: number };
  /** Thread 0 is the one that meets the violation. */
  act(array: PageArray): void;
  /** All events of thread 0, in order; the page is the only one there is, and the time the test's. */
  readonly events: readonly Partial<KeptEvent>[];
}

/** Thread 0 puts the last reference on a page of type X; `meanwhile` happens between its steps. */
export function putOn(array: PageArray, meanwhile: (page: number) => void): void {
  const page = array.thread(0).allocate(TYPE_X);
  array.bed.atNextPoint(() => meanwhile(page));
  array.thread(0).release(page, TYPE_X, 1);
}

/** T2 of the report: gets and puts, and destroys if that was the last reference. */
export function passBy(array: PageArray, page: number): void {
  expect(array.thread(1).speculate(page)).toBeTruthy();
  array.thread(1).release(page, TYPE_X, array.thread(1).heldGeneration(page));
}

/** T3 of the report: takes the page as `type` and comes as far as step 1 of its put. */
function reuse(array: PageArray, page: number, type: number): void {
  expect(array.thread(2).allocate(type)).toBe(page);
  array.bed.write(page + REFCOUNT, 0);
}

function report(type: number): (array: PageArray) => void {
  return (array) =>
    putOn(array, (page) => {
      passBy(array, page);
      reuse(array, page, type);
    });
}

/** Thread 0 owns the page, of type X, in slot 0. */
function owned(array: PageArray): number {
  const page = array.thread(0).allocate(TYPE_X);
  array.thread(0).publish(array.thread(0).slotOf(0), page);
  return page;
}

/** Thread 0 got the page for its type X when it was type Y already, and is its last holder. */
export function staleGet(array: PageArray): void {
  const [getter, owner] = [array.thread(0), array.thread(1)];
  const page = owner.allocate(TYPE_Y);
  getter.speculate(page);
  owner.release(page, TYPE_Y, 1);
  getter.release(page, TYPE_X, getter.heldGeneration(page));
}

const HELD_X = { heldGeneration: 1, generation: 1, believedType: TYPE_X, type: TYPE_X };

export const CASES: readonly Case[] = [
  {
    name: 'the report: step 2 wins on the zero of a page of type Y',
    protocol: 'v4.ts',
    act: report(TYPE_Y),
    events: [kinds.STOLEN_FREE, kinds.TYPE_CONFUSION_STOLEN_FREE].map((kind) => ({
      kind,
      heldGeneration: 1,
      generation: 3,
      believedType: TYPE_X,
      type: TYPE_Y,
      word: FROZEN,
    })),
  },
  {
    name: 'the report with a looked-up destructor: the free is stolen, the destructor right',
    protocol: 'v4.ts',
    lookedUp: true,
    act: report(TYPE_Y),
    events: [
      { kind: kinds.STOLEN_FREE, heldGeneration: 1, generation: 3, believedType: TYPE_X, type: TYPE_Y, word: FROZEN },
    ],
  },
  {
    name: 'the report with two pages of one type: the free is stolen all the same',
    protocol: 'v4.ts',
    act: report(TYPE_X),
    events: [
      { kind: kinds.STOLEN_FREE, heldGeneration: 1, generation: 3, believedType: TYPE_X, type: TYPE_X, word: FROZEN },
    ],
  },
  {
    name: 'a reference that landed on a reallocated page and was the last',
    protocol: 'old.ts',
    act: staleGet,
    events: [{ ...HELD_X, kind: kinds.TYPE_CONFUSION_STALE_GET, type: TYPE_Y, word: 0 }],
  },
  {
    name: 'the same with a looked-up destructor is right',
    protocol: 'old.ts',
    lookedUp: true,
    act: staleGet,
    events: [],
  },
  {
    name: 'a page destroyed between the steps of a put that does not notice',
    protocol: 'or-freeze.ts',
    act: (array) => putOn(array, (page) => passBy(array, page)),
    events: [{ ...HELD_X, kind: kinds.DOUBLE_FREE, generation: 2, word: FROZEN }],
  },
  {
    name: 'a page given back twice in one generation',
    protocol: 'old.ts',
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_X);
      array.thread(1).release(page, TYPE_X, 1);
      array.thread(0).free(page, 1, TYPE_X);
    },
    events: [{ ...HELD_X, kind: kinds.DOUBLE_FREE, generation: 2, word: 0 }],
  },
  {
    name: 'a get that succeeds on a free page',
    protocol: 'zeroing-allocator.ts',
    act: (array) => {
      const page = array.page(0);
      expect(array.thread(0).speculate(page)).toBeTruthy();
      array.bed.write(page + REFCOUNT, 2); // so that this put is not the last
      array.thread(0).release(page, TYPE_Y, array.thread(0).heldGeneration(page));
    },
    events: [{ kind: kinds.USE_AFTER_FREE, heldGeneration: 0, generation: 0, believedType: TYPE_Y, type: 0, word: 2 }],
  },
  {
    name: 'T2 on a page that rests at 0: takes it, and frees what is free',
    protocol: 'zeroing-allocator.ts',
    act: (array) => array.thread(0).run(EMAIL_T2, 1),
    events: [
      { kind: kinds.USE_AFTER_FREE, heldGeneration: 0, generation: 0, believedType: TYPE_X, type: 0, word: 1 },
      { kind: kinds.DOUBLE_FREE, heldGeneration: 0, generation: 0, believedType: TYPE_X, type: 0, word: 0 },
    ],
  },
  {
    name: 'a holder that goes on with a reference on a free page',
    protocol: 'zeroing-allocator.ts',
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_X);
      array.thread(1).release(page, TYPE_X, 1);
      expect(array.thread(0).speculate(page)).toBeTruthy();
      array.thread(0).verify(page, array.thread(0).heldGeneration(page), TYPE_X);
    },
    events: [{ ...HELD_X, kind: kinds.USE_AFTER_FREE, heldGeneration: 2, generation: 2, word: 1 }],
  },
  {
    name: 'a getter whose index entry leads to a free page that rests at 0',
    protocol: 'zeroing-allocator.ts',
    act: (array) => {
      const page = owned(array);
      array.thread(1).release(page, TYPE_X, 1);
      array.thread(0).run(GETTER, 1);
    },
    events: [
      { ...HELD_X, kind: kinds.USE_AFTER_FREE, heldGeneration: 2, generation: 2, word: 1 },
      { ...HELD_X, kind: kinds.DOUBLE_FREE, heldGeneration: 2, generation: 2, word: 0 },
    ],
  },
  {
    name: 'a holder whose page is in another generation',
    protocol: 'v4.ts',
    act: (array) => {
      const page = array.thread(0).allocate(TYPE_X);
      array.bed.write(page + REFCOUNT, 2); // so that this put is not the last
      array.bed.write(page + GENERATION, 5);
      array.thread(0).release(page, TYPE_X, 1);
    },
    events: [{ ...HELD_X, kind: kinds.USE_AFTER_FREE, generation: 5, word: 2 }],
  },
  {
    name: 'a holder whose page is in the allocator',
    protocol: 'v4.ts',
    act: (array) => {
      const page = array.thread(0).allocate(TYPE_X);
      array.thread(1).release(page, TYPE_X, 1);
      array.thread(0).verify(page, 1, TYPE_X);
    },
    events: [{ ...HELD_X, kind: kinds.USE_AFTER_FREE, generation: 2, word: FROZEN }],
  },
  {
    name: 'a getter whose index entry leads to a page of the other type',
    protocol: 'v4.ts',
    act: (array) => {
      array.bed.write(owned(array) + TYPE, TYPE_Y);
      array.thread(0).run(GETTER, 1);
    },
    events: [{ ...HELD_X, kind: kinds.USE_AFTER_FREE, type: TYPE_Y, word: 2 }],
  },
  {
    name: 'an owner whose page counts nothing',
    protocol: 'old.ts',
    act: (array) => {
      array.bed.write(owned(array) + REFCOUNT, 0);
      array.thread(0).run(OWNER, 1);
    },
    events: [{ ...HELD_X, kind: kinds.UNDERFLOW, word: 0 }],
  },
  {
    name: 'an owner whose page is frozen',
    protocol: 'v4.ts',
    act: (array) => {
      array.bed.write(owned(array) + REFCOUNT, FROZEN + 3);
      array.thread(0).run(OWNER, 1);
    },
    events: [{ ...HELD_X, kind: kinds.UNDERFLOW, word: FROZEN + 3 }],
  },
  {
    name: 'a free page whose failed gets carried into FROZEN',
    protocol: 'v4.ts',
    act: (array) => {
      array.bed.write(array.page(0) + REFCOUNT, 7);
      array.bed.write(array.page(0) + GENERATION, 4);
      array.thread(0).run(EMAIL_T1, 1);
    },
    events: [{ kind: kinds.LOST_OVERFLOW, heldGeneration: 4, generation: 5, believedType: TYPE_X, type: 0, word: 7 }],
  },
  {
    name: 'a get that takes a 0 which cannot be',
    protocol: 'freeze-first.ts',
    act: (array) => {
      array.bed.write(array.page(0) + REFCOUNT, 0);
      expect(array.thread(0).speculate(array.page(0))).toBeTruthy();
    },
    events: [
      // Of no page. The number of the assertion stands where a generation would.
      { kind: kinds.ASSERTION, page: 0, heldGeneration: 1, generation: 0, believedType: 0, type: 0, word: 0 },
    ],
  },
  {
    name: 'a frozen page on which somebody counts',
    protocol: 'v4.ts',
    act: (array) => {
      const page = array.thread(0).allocate(TYPE_X);
      array.thread(0).verifyFrozen(page, 1, TYPE_X);
    },
    events: [{ ...HELD_X, kind: kinds.BROKEN_FREEZE, word: 1 }],
  },
  {
    name: 'data that somebody else writes while it is read',
    protocol: 'old.ts',
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_X);
      array.bed.atNextPoint(() => array.thread(1).writePayload(page, 0, 7, 1));
      expect(array.thread(0).readPayload(page, 0, 1)).toBe(0);
    },
    events: [{ ...HELD_X, kind: kinds.PAYLOAD_RACE, word: 1 }],
  },
  {
    name: 'data that somebody else writes while it is written',
    protocol: 'old.ts',
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_X);
      array.bed.atNextPoint(() => array.thread(1).writePayload(page, 3, 7, 1));
      array.thread(0).writePayload(page, 3, 8, 1);
    },
    events: [{ ...HELD_X, kind: kinds.PAYLOAD_RACE, word: 1 }],
  },
  {
    name: 'data that somebody wrote before',
    protocol: 'old.ts',
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_X);
      array.thread(1).writePayload(page, 0, 7, 1);
      expect(array.thread(0).readPayload(page, 0, 1)).toBe(7);
      array.thread(0).writePayload(page, 0, 8, 1);
    },
    events: [],
  },
  {
    name: 'failed gets that are taken back from the page of its next owner',
    protocol: 'v4-blind-loop.ts',
    act: (array) => {
      const page = array.thread(1).allocate(TYPE_Y);
      array.bed.write(page + REFCOUNT, FROZEN);
      array.thread(0).tookBack(page + REFCOUNT, 1);
    },
    events: [{ kind: kinds.LIVE_RESET, heldGeneration: 1, generation: 1, believedType: 0, type: TYPE_Y, word: FROZEN }],
  },
  {
    name: 'failed gets that are taken back from a dead page',
    protocol: 'v4-blind-loop.ts',
    act: (array) => array.thread(0).tookBack(array.page(0) + REFCOUNT, 0),
    events: [],
  },
  {
    name: 'a freezer that nobody disturbs',
    protocol: 'v4.ts',
    act: (array) => {
      owned(array);
      array.thread(0).run(FREEZER, 1);
      expect(array.count(kinds.FREEZES)).toBe(1);
    },
    events: [],
  },
  {
    name: 'a free page with failed gets on top',
    protocol: 'v4.ts',
    act: (array) => {
      array.bed.write(array.page(0) + REFCOUNT, FROZEN + 9);
      array.thread(0).run(EMAIL_T1, 1);
    },
    events: [],
  },
];
