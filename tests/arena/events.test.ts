// The events that workers kept, from words in memory to lines of a result.

import { expect, test } from 'vitest';
import { createArena } from '../../src/arena/arena.js';
import { eventsIn } from '../../src/arena/events.js';
import { ASSERTION, COUNTERS, DOUBLE_FREE, STOLEN_FREE } from '../../src/runtime/counters.js';
import * as layout from '../../src/runtime/layout.js';

const geometry = { workers: 2, pages: 4, pageBytes: 128, slots: 1 };
const stall = { kind: 0, amount: 0, chance: 0 };
const ROLES = [{ name: 'T1' }, { name: 'T2' }];

/** An arena in which each of `kept`, `[worker, counter, time]`, is an event on page 3. */
function arenaWith(kept: readonly (readonly [worker: number, counter: number, timeMs: number])[]) {
  const arena = createArena({ engine: 'js', ...geometry, lookedUp: false, recheck: true, seed: 1, stall });
  const times = new Float64Array(arena.memory.buffer);
  for (const [worker, counter, timeMs] of kept) {
    const block = layout.WORKERS_BASE + worker * layout.WORKER_BYTES;
    const index = arena.words[(block + layout.WORKER_EVENTS_KEPT) >> 2] ?? 0;
    const event = block + layout.WORKER_EVENTS + index * layout.EVENT_BYTES;
    const set = (offset: number, value: number): void => {
      arena.words[(event + offset) >> 2] = value;
    };
    set(layout.EVENT_COUNTER, counter);
    set(layout.EVENT_PAGE, arena.pagesBase + 3 * 128);
    set(layout.EVENT_HELD_GENERATION, 5);
    set(layout.EVENT_GENERATION, -1);
    set(layout.EVENT_BELIEVED_TYPE, layout.TYPE_X);
    set(layout.EVENT_TYPE, layout.TYPE_Y);
    set(layout.EVENT_WORD, -(2 ** 31));
    times[(event + layout.EVENT_TIME) >> 3] = timeMs;
    arena.words[(block + layout.WORKER_EVENTS_KEPT) >> 2] = index + 1;
  }
  return arena;
}

const stated = (number: number) => ({ number, source: 'mine.ts:7', condition: 'n > 0' });

test('are told in the order of time, whichever worker saw them', () => {
  const arena = arenaWith([
    [0, STOLEN_FREE, 4.5],
    [0, STOLEN_FREE, 9],
    [1, DOUBLE_FREE, 2],
  ]);
  const events = eventsIn(arena, ROLES, 128, stated);
  expect(events.map(({ timeMs, worker, violation }) => [timeMs, worker, violation])).toEqual([
    [2, 1, 'doubleFree'],
    [4.5, 0, 'stolenFree'],
    [9, 0, 'stolenFree'],
  ]);
});

test('have words as a reader knows them', () => {
  expect(eventsIn(arenaWith([[1, STOLEN_FREE, 1]]), ROLES, 128, stated)).toEqual([
    {
      violation: 'stolenFree',
      timeMs: 1,
      worker: 1,
      role: 'T2',
      page: 3,
      heldGeneration: 5,
      generation: 2 ** 32 - 1,
      believedType: 'X',
      type: 'Y',
      word: '0x80000000',
    },
  ]);
});

test('of a broken assertion say which one, and nothing of a page', () => {
  expect(eventsIn(arenaWith([[0, ASSERTION, 1]]), ROLES, 128, stated)).toMatchObject([
    { violation: 'assertion', page: -1, heldGeneration: 0, assertion: { number: 5, source: 'mine.ts:7' } },
  ]);
});

test('of a counter that the table does not know are an error', () => {
  expect(() => eventsIn(arenaWith([[0, COUNTERS - 1, 1]]), ROLES, 128, stated)).toThrow(RangeError);
});
