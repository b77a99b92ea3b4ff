// Exit codes of results that no short run gives: they are made up for the test.

import { expect, test } from 'vitest';
import { outcomeOf as outcomeOfMutants } from '../../src/commands/mutants.js';
import { outcomeOf as outcomeOfReplay } from '../../src/commands/replay.js';
import { resolveCheck } from '../../src/requests/check-request.js';
import type { MutantsResult } from '../../src/results/mutants-result.js';
import type { ReplayResult } from '../../src/results/replay-result.js';
import { ENVIRONMENT } from '../results/result-fixtures.js';

/** Three that break, one of them out of the reach of a race, and two that do not: as it should be. */
const MUTANTS: MutantsResult = {
  schema: 'reftorture/mutants@1',
  environment: ENVIRONMENT,
  rows: [],
  broken: 3,
  foundByCheck: 3,
  foundByRace: 2,
  withinReach: 2,
  sound: 2,
  accused: 0,
  overflowAsSaid: 5,
  schemes: [],
  interrupted: false,
};

test.each<[what: string, change: Partial<MutantsResult>, code: number]>([
  ['all is as it should be', {}, 0],
  ['check missed one', { foundByCheck: 2 }, 1],
  ['a race missed one within its reach', { foundByRace: 1 }, 1],
  ['a sound one was accused', { accused: 1 }, 1],
])('mutants, %s: %j exits with %i', (_, change, code) => {
  expect(outcomeOfMutants({ ...MUTANTS, ...change }).exitCode).toBe(code);
});

const REPLAY: ReplayResult = {
  schema: 'reftorture/replay@1',
  config: resolveCheck({}).config,
  property: 'stolenFree',
  verdict: 'confirmed',
  steps: 16,
  replays: 3,
  agreed: 3,
  elapsedMs: 1,
  problems: [],
};

test.each([
  ['confirmed', 0],
  ['differs', 1],
  ['inconclusive', 3],
] as const)('a replay that is %s exits with %i', (verdict, code) => {
  expect(outcomeOfReplay({ ...REPLAY, verdict }, []).exitCode).toBe(code);
});
