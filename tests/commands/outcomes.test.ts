// Exit codes of results that no short run gives: they are made up for the test.

import { expect, test } from 'vitest';
import { outcomeOf as outcomeOfMutants } from '../../src/commands/mutants.js';
import { outcomeOf as outcomeOfReplay } from '../../src/commands/replay.js';
import { scored } from '../../src/harness/mutants/mutants.js';
import { resolveCheck } from '../../src/requests/check-request.js';
import type { MutantRow } from '../../src/results/mutants-result.js';
import type { Verdict } from '../../src/results/race-result.js';
import type { ReplayResult } from '../../src/results/replay-result.js';
import { ENVIRONMENT } from '../results/result-fixtures.js';

function row(sound: boolean, checked: Verdict, raced: Verdict | null, agrees = true): MutantRow {
  return {
    ...{ protocol: 'one', sound, mutant: !sound, outOfReach: raced ? null : 'too rare' },
    check: { scenario: 'email', verdict: checked, violations: [], steps: null, states: 1, elapsedMs: 1 },
    race: raced && { scenario: 'email', stall: 'none', verdict: raced, violations: [], durationMs: 1 },
    overflow: [{ width: 3, said: 2, found: 2, most: 4, agrees }],
  };
}

test.each([
  ['a broken one was found by both', row(false, 'violated', 'violated'), 0],
  ['a broken one is out of the reach of a race', row(false, 'violated', null), 0],
  ['a sound one is clean', row(true, 'clean', 'clean'), 0],
  ['check missed one', row(false, 'clean', 'violated'), 1],
  ['a race missed one within its reach', row(false, 'violated', 'clean'), 1],
  ['a sound one was accused', row(true, 'clean', 'violated'), 1],
  ['a count overflows otherwise', row(false, 'violated', 'violated', false), 1],
])('mutants, %s: %j exits with %i, and is a test case', (_, judged, code) => {
  const rows = [row(true, 'clean', 'clean'), judged];
  const outcome = outcomeOfMutants({
    ...scored(rows, []),
    schema: 'reftorture/mutants@1',
    environment: ENVIRONMENT,
    interrupted: false,
  });
  expect(outcome.exitCode).toBe(code);
  expect(outcome.cases?.map(({ failure }) => failure !== undefined)).toEqual([false, code === 1]);
});

const REPLAY: ReplayResult = {
  schema: 'reftorture/replay@1',
  config: resolveCheck({}).config,
  property: 'stolenFree',
  verdict: 'confirmed',
  steps: 16,
  replays: 3,
  agreed: 3,
  interrupted: false,
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
