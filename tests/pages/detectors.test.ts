// Every detector, tripped on purpose: the event that is kept must tell the story.

import { describe, expect, test } from 'vitest';
import { OWNER } from '../../src/actors/role-numbers.js';
import * as kinds from '../../src/runtime/counters.js';
import { CONFIG_STOP_ON_VIOLATION, EVENTS_KEPT, REFCOUNT, STOP, TYPE_X } from '../../src/runtime/layout.js';
import { TEST_TIME_MS } from '../engines/test-kernel.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { SLOW } from '../slow.js';
import { FREED_CASES } from './freed-cases.js';
import { PageArray } from './page-array.js';
import { CASES as PAGE_CASES, putOn, staleGet } from './violation-cases.js';

const CASES = [...PAGE_CASES, ...FREED_CASES];

test('every kind of violation has a case', () => {
  const violations = Object.entries(kinds)
    .filter(([name, kind]) => kind >= kinds.FIRST_VIOLATION && !['FIRST_VIOLATION', 'COUNTERS'].includes(name))
    .map(([, kind]) => kind);
  const tripped = new Set(CASES.flatMap(({ events }) => events.map(({ kind }) => kind)));
  expect([...tripped].sort()).toEqual(violations.sort());
});

/** A C compiler takes its time, and detectors are the same text under all protocols: by default it has these two. */
const COMPILED = ['old.ts', 'v4.ts'];

describe.each(TESTED_ENGINES)('on %s', (engine) => {
  const played = CASES.filter(({ protocol }) => SLOW || engine !== 'native' || COMPILED.includes(protocol));
  test.each(played.map((story) => [story.name, story] as const))('%s', async (_name, story) => {
    const { protocol, lookedUp = false, descriptors, act, events } = story;
    const array = await PageArray.ready(engine, { lookedUp, pages: 1, ...descriptors }, { protocol });
    act(array);
    expect(array.events()).toEqual(events.map((event) => ({ page: array.page(0), timeMs: TEST_TIME_MS, ...event })));
    const counted = Array.from({ length: kinds.COUNTERS }, (_, kind) => array.count(kind));
    const expected = counted.map((_, kind) => events.filter((event) => event.kind === kind).length);
    expect(counted.slice(kinds.FIRST_VIOLATION)).toEqual(expected.slice(kinds.FIRST_VIOLATION));
  });

  test('the captured destructor runs for what was believed, the looked-up one for what is', async () => {
    for (const lookedUp of [false, true]) {
      const array = await PageArray.ready(engine, { lookedUp }, { protocol: 'old.ts' });
      staleGet(array);
      expect([array.count(kinds.DESTRUCTORS_X), array.count(kinds.DESTRUCTORS_Y)]).toEqual(lookedUp ? [0, 1] : [1, 0]);
    }
  });

  test('near misses: the get that resurrected a staged page, and the put that lost it', async () => {
    const array = await PageArray.ready(engine);
    putOn(array, (page) => array.thread(1).speculate(page));
    expect([array.count(kinds.ABORTED_FREES, 0), array.count(kinds.RESURRECTIONS, 1)]).toEqual([1, 1]);
    expect([array.count(kinds.FREES, 0), array.bed.read(array.page(0) + REFCOUNT)]).toEqual([0, 1]);
    expect(array.events(0)).toEqual([]);
  });

  test('the first events are kept, later ones only counted', async () => {
    const array = await PageArray.ready(engine);
    for (let time = 0; time < EVENTS_KEPT + 5; time++) array.thread(0).verify(array.page(1), time, TYPE_X);
    expect(array.events().map(({ heldGeneration }) => heldGeneration)).toEqual(
      Array.from({ length: EVENTS_KEPT }, (_, time) => time),
    );
    expect(array.count(kinds.USE_AFTER_FREE)).toBe(EVENTS_KEPT + 5);
    expect(array.events(1)).toEqual([]);
  });

  test.each([true, false])('stop on violation: %s', async (stopOnViolation) => {
    const array = await PageArray.ready(engine);
    array.bed.write(CONFIG_STOP_ON_VIOLATION, stopOnViolation ? 1 : 0);
    array.thread(1).verify(array.page(0), 1, TYPE_X);
    array.thread(0).run(OWNER, 3);
    expect(array.bed.read(STOP) !== 0).toBe(stopOnViolation);
    expect(array.count(kinds.ROUNDS)).toBe(stopOnViolation ? 0 : 3);
  });

  test('an bare kernel keeps nothing but the number of its rounds', async () => {
    const array = await PageArray.ready(engine, {}, { variant: 'bare' });
    array.thread(0).verify(array.page(0), 1, TYPE_X);
    array.thread(0).run(OWNER, 5);
    expect(array.events()).toEqual([]);
    const counts = Array.from({ length: kinds.COUNTERS }, (_, kind) => array.count(kind));
    expect(counts).toEqual(counts.map((_, kind) => (kind === kinds.ROUNDS ? 5 : 0)));
  });
});
