// The verdict of a race, from what it left behind: arenas and outcomes made up for the test.

import { beforeEach, expect, test } from 'vitest';
import type { Arena } from '../../../src/arena/arena.js';
import { countsOf } from '../../../src/arena/counts.js';
import { auditFinalState, restingIn } from '../../../src/arena/final-audit.js';
import type { CrewOutcome } from '../../../src/harness/race/race.js';
import { raceResult } from '../../../src/harness/race/race.js';
import { resolveRace } from '../../../src/requests/race-request.js';
import type { RaceResult } from '../../../src/results/race-result.js';
import { ALLOCS, DESTRUCTORS_Y, DOUBLE_FREE, FREES } from '../../../src/runtime/counters.js';
import {
  GENERATION,
  REFCOUNT,
  WORKER_BYTES,
  WORKER_COUNTERS,
  WORKER_STATE,
  WORKERS_BASE,
} from '../../../src/runtime/layout.js';
import { WORKER_STATES } from '../../../src/workers/race.js';
import { smallArena } from '../../arena/small-arena.js';

const FROZEN = -(2 ** 31);
const kernel = { isDeadWord: (word: number) => word < 0, countOf: (word: number) => Math.max(0, word) };
const GEOMETRY = { pages: 1, pageBytes: 64, slots: 1 };
const roles = ['T1', 'T2'].map((name, index) => ({ name, number: index + 1, rounds: 1 }));
const SOUND: CrewOutcome = {
  results: [{ durationMs: 90 }, { durationMs: 100 }],
  failures: new Map(),
  interrupted: false,
  neverStarted: false,
  ran: true,
};

let arena: Arena;
const set = (address: number, value: number): void => {
  arena.words[address >> 2] = value;
};
const count = (worker: number, counter: number, value: number): void =>
  set(WORKERS_BASE + worker * WORKER_BYTES + WORKER_COUNTERS + 4 * counter, value);

beforeEach(() => {
  arena = smallArena({ workers: 2 });
  for (const worker of [0, 1])
    set(WORKERS_BASE + worker * WORKER_BYTES + WORKER_STATE, WORKER_STATES.indexOf('finished'));
  // One life: allocated, and freed.
  count(0, ALLOCS, 1);
  count(1, FREES, 1);
  count(1, DESTRUCTORS_Y, 1);
  set(arena.pagesBase + GENERATION, 2);
  set(arena.pagesBase + REFCOUNT, FROZEN);
});

function resultOf(change: Partial<CrewOutcome> = {}): RaceResult {
  const { config } = resolveRace({ threads: 2, pin: false });
  const audit = auditFinalState(arena.words, restingIn(arena, GEOMETRY, countsOf(arena, roles.keys())), kernel);
  return raceResult(config, roles, {
    arena,
    outcome: { ...SOUND, audit, ...change },
    assertionWith: (number) => ({ number, source: '', condition: '' }),
  });
}

test('where nothing was found and everybody is back, it is clean', () => {
  expect(resultOf()).toMatchObject({
    verdict: 'clean',
    durationMs: 100,
    conservation: { checked: true, freePages: 1, problems: [] },
    notes: [],
  });
});

test('what the detectors saw is violated, and so is what only the pages at rest show', () => {
  count(0, DOUBLE_FREE, 3);
  expect(resultOf()).toMatchObject({ verdict: 'violated', violations: { doubleFree: 3, leak: 0 } });
  count(0, DOUBLE_FREE, 0);
  set(arena.pagesBase + GENERATION, 1); // allocated, in no slot
  set(arena.pagesBase + REFCOUNT, 1);
  count(1, FREES, 0);
  count(1, DESTRUCTORS_Y, 0);
  expect(resultOf()).toMatchObject({ verdict: 'violated', violations: { doubleFree: 0, leak: 1 } });
});

test.each<[what: string, spoil: () => Partial<CrewOutcome>, note: RegExp]>([
  ['a worker died', () => ({ failures: new Map([[1, 'struck']]) }), /^worker 1 \(T2\) died while finished: struck$/],
  [
    'a worker hung',
    () => {
      set(WORKERS_BASE + WORKER_STATE, WORKER_STATES.indexOf('running'));
      return {};
    },
    /^worker 0 \(T1\) hung while running and was terminated$/,
  ],
  [
    'a worker finished when it was given up already, so that there was no audit',
    () => ({ results: [{ durationMs: 90 }, undefined], audit: undefined }),
    /^worker 1 \(T2\) came back too late$/,
  ],
  ['not everybody came', () => ({ neverStarted: true }), /^not every worker reached the start gate in time$/],
  [
    'counts and pages contradict each other',
    () => {
      count(0, ALLOCS, 2);
      return {};
    },
    /^the counts of the run contradict each other: this is a defect of reftorture$/,
  ],
  [
    'a page was freed without a destructor',
    () => {
      count(1, DESTRUCTORS_Y, 0);
      return {};
    },
    /^the counts of the run contradict each other: this is a defect of reftorture$/,
  ],
  ['the final audit was impossible', () => ({ audit: undefined, auditProblem: 'struck' }), /^struck$/],
  ['nothing but the warm-up ran', () => ({ ran: false }), /^nothing was executed$/],
])('where %s it is inconclusive, whatever was seen', (_, spoil, note) => {
  count(0, DOUBLE_FREE, 1);
  const { verdict, notes } = resultOf(spoil());
  expect(verdict).toBe('inconclusive');
  expect(notes).toContainEqual(expect.stringMatching(note));
});
