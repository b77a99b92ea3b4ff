// A worker of a race with kernels that note in memory what becomes of them.

import { beforeEach, expect, test } from 'vitest';
import type { Arena } from '../../src/arena/arena.js';
import { countsOf } from '../../src/arena/counts.js';
import { eventsIn } from '../../src/arena/events.js';
import { EVERY_PHASE, openGate } from '../../src/arena/gate.js';
import { ROUNDS, STOLEN_FREE } from '../../src/runtime/counters.js';
import {
  EVENT_BELIEVED_TYPE,
  EVENT_COUNTER,
  EVENT_TYPE,
  STOP,
  TYPE_X,
  TYPE_Y,
  WORKER_COUNTERS,
  WORKER_EVENTS,
  WORKER_EVENTS_KEPT,
  WORKERS_BASE,
} from '../../src/runtime/layout.js';
import race from '../../src/workers/race.js';
import { smallArena } from '../arena/small-arena.js';

/** A word that nothing else uses: the number of times the worker populated its pages. */
const POPULATED = (STOP + 64) >> 2;
const word = (offset: number): string => `words[${(WORKERS_BASE + offset) >> 2}]`;
const counter = (number: number): string => word(WORKER_COUNTERS + 4 * number);

/**
 * Counts a thousand rounds and an event in each batch of the warm-up, and 70 rounds in each batch of the run. The
 * second is the last.
 */
const TEXT = `let batches = 0;
  return {
    setup() {},
    populate() { words[${POPULATED}]++; },
    run(role, rounds) {
      const warmUp = words[${POPULATED}] < 2;
      ${counter(ROUNDS)} += warmUp ? 1000 : 70;
      if (warmUp) {
        ${counter(STOLEN_FREE)}++;
        ${word(WORKER_EVENTS + EVENT_COUNTER)} = ${STOLEN_FREE};
        ${word(WORKER_EVENTS + EVENT_BELIEVED_TYPE)} = ${TYPE_X};
        ${word(WORKER_EVENTS + EVENT_TYPE)} = ${TYPE_Y};
        ${word(WORKER_EVENTS_KEPT)} = 1;
      } else if (++batches === 2) words[${STOP >> 2}] = 1;
    },
  };`;

let arena: Arena;
beforeEach(() => {
  arena = smallArena();
  openGate(arena.words, EVERY_PHASE);
});

const work = () => race({ worker: 0, role: 1, code: { engine: 'js', text: TEXT }, memory: arena.memory, warmUpMs: 20 });

test('what the warm-up counted and found is forgotten', async () => {
  await work();
  const counts = countsOf(arena, [0]);
  expect([counts.of(ROUNDS), counts.violations()]).toEqual([140, 0]);
  expect(eventsIn(arena, [{ name: 'T1' }], 64, () => ({ number: 1, source: '', condition: '' }))).toEqual([]);
  expect(arena.words[POPULATED]).toBe(2);
});

test('after a stop the pages are left alone: others may still be warming up on them', async () => {
  arena.words[STOP >> 2] = 1;
  await work();
  expect(arena.words[POPULATED]).toBe(1);
  expect(countsOf(arena, [0]).of(ROUNDS)).toBe(0);
});
