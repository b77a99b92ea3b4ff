// The exit code of `mutants`, on results made up for the test: a whole run takes longer than the other tests together.

import { expect, test } from 'vitest';
import { outcomeOf } from '../../src/commands/mutants.js';
import type { MutantsResult } from '../../src/results/mutants-result.js';
import { ENVIRONMENT } from '../results/result-fixtures.js';

/** Three that break, one of them out of the reach of a race, and two that do not: as it should be. */
const RESULT: MutantsResult = {
  schema: 'reftorture/mutants@1',
  environment: ENVIRONMENT,
  rows: [],
  broken: 3,
  foundByCheck: 3,
  foundByRace: 2,
  withinReach: 2,
  sound: 2,
  accused: 0,
  interrupted: false,
};

test.each<[what: string, change: Partial<MutantsResult>, code: number]>([
  ['all is as it should be', {}, 0],
  ['check missed one', { foundByCheck: 2 }, 1],
  ['a race missed one within its reach', { foundByRace: 1 }, 1],
  ['a sound one was accused', { accused: 1 }, 1],
])('%s: %j exits with %i', (_, change, code) => {
  expect(outcomeOf({ ...RESULT, ...change }).exitCode).toBe(code);
});
