// From a worker's counters to the numbers of a result. Each counter has a value of its own, so that none can stand for
// another.

import { beforeEach, expect, test } from 'vitest';
import type { Arena } from '../../src/arena/arena.js';
import { countsOf, totalsOf, violationsIn } from '../../src/arena/counts.js';
import { takeCounters } from '../../src/arena/totals.js';
import * as counters from '../../src/runtime/counters.js';
import { WORKER_BYTES, WORKER_COUNTERS, WORKERS_BASE } from '../../src/runtime/layout.js';
import { smallArena } from './small-arena.js';

let arena: Arena;
beforeEach(() => {
  arena = smallArena({ workers: 2 });
});

function counted(worker: number, counter: number, value: number): void {
  arena.words[((WORKERS_BASE + worker * WORKER_BYTES + WORKER_COUNTERS) >> 2) + counter] = value;
}

test('every total is its own counter', () => {
  for (let counter = 0; counter < counters.FIRST_VIOLATION; counter++) counted(0, counter, 100 + counter);
  const { operations: _, ...totals } = totalsOf(countsOf(arena, [0, 1]));
  expect(totals).toEqual({
    rounds: 100 + counters.ROUNDS,
    allocs: 100 + counters.ALLOCS,
    frees: 100 + counters.FREES,
    destructorsX: 100 + counters.DESTRUCTORS_X,
    destructorsY: 100 + counters.DESTRUCTORS_Y,
    tryGets: 100 + counters.TRY_GETS,
    failedGets: 100 + counters.FAILED_GETS,
    gets: 100 + counters.GETS,
    puts: 100 + counters.PUTS,
    freezes: 100 + counters.FREEZES,
    failedRechecks: 100 + counters.FAILED_RECHECKS,
    emptyAllocs: 100 + counters.EMPTY_ALLOCS,
    resurrections: 100 + counters.RESURRECTIONS,
    abortedFrees: 100 + counters.ABORTED_FREES,
    casRetries: 100 + counters.CAS_RETRIES,
    stalls: 100 + counters.STALLS,
  });
});

test('an operation is a call of the protocol: a freeze is two, since its page is unfrozen again', () => {
  const { COUNTERS, TRY_GETS, GETS, PUTS, ALLOCS, FREEZES } = counters;
  for (let counter = 0; counter < COUNTERS; counter++) counted(0, counter, 7_000_000);
  for (const [digit, counter] of [TRY_GETS, GETS, PUTS, ALLOCS].entries())
    counted(0, counter, (digit + 1) * 10 ** digit);
  counted(0, FREEZES, 50_000);
  expect(countsOf(arena, [0]).operations()).toBe(104_321);
});

test('what a worker has taken and what it has not yet add up, over the workers that are asked for', () => {
  counted(0, counters.PUTS, 5);
  takeCounters(arena.memory.buffer, 0);
  counted(0, counters.PUTS, 20);
  counted(1, counters.PUTS, 300);
  expect([[0], [1], [0, 1]].map((workers) => countsOf(arena, workers).of(counters.PUTS))).toEqual([25, 300, 325]);
});

test('a count beyond 31 bits is none below zero', () => {
  counted(0, counters.STOLEN_FREE, -1); // as an Int32Array shows 2^32 - 1
  takeCounters(arena.memory.buffer, 0);
  counted(0, counters.STOLEN_FREE, -1);
  expect(countsOf(arena, [0]).violations()).toBe(2 * (2 ** 32 - 1));
});

test('violations are told by name, and none that has no name is left out', () => {
  counted(0, counters.TYPE_CONFUSION_STOLEN_FREE, 2);
  counted(1, counters.DOUBLE_FREE, 3);
  const counts = countsOf(arena, [0, 1]);
  expect(counts.violations()).toBe(5);
  expect(violationsIn(counts)).toMatchObject({ doubleFree: 3, stolenFree: 0, typeConfusionStolenFree: 2 });
  counted(1, counters.COUNTERS - 1, 1);
  expect(() => violationsIn(countsOf(arena, [0, 1]))).toThrow(RangeError);
});
