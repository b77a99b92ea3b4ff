// The score of a run of mutants, from rows made up for the test.

import { expect, test } from 'vitest';
import { scored } from '../../../src/harness/mutants/mutants.js';
import { protocols } from '../../../src/protocols/index.js';
import type { MutantRow } from '../../../src/results/mutants-result.js';
import type { Verdict } from '../../../src/results/race-result.js';

const NOTHING = { scenario: 'email', violations: [] };

/** `raced` null: out of the reach of a race. */
function row(sound: boolean, checked: Verdict, raced: Verdict | null): MutantRow {
  return {
    protocol: 'one',
    sound,
    mutant: !sound,
    check: { ...NOTHING, verdict: checked, steps: null, states: 1, elapsedMs: 1 },
    race: raced && { ...NOTHING, verdict: raced, stall: 'none', durationMs: 1 },
    outOfReach: raced ? null : 'too rare',
  };
}

test('what breaks and was not seen to, in whichever way, was not found', () => {
  const rows = [
    row(false, 'violated', 'violated'),
    row(false, 'violated', 'clean'),
    row(false, 'violated', 'inconclusive'),
    row(false, 'violated', null),
    row(false, 'clean', 'violated'),
    row(false, 'inconclusive', 'clean'),
  ];
  expect(scored(rows)).toMatchObject({
    broken: 6,
    foundByCheck: 4,
    foundByRace: 2,
    withinReach: 5,
    sound: 0,
    accused: 0,
  });
});

test('what is sound is accused by either, and by what was not decided', () => {
  const rows = [
    row(true, 'clean', 'clean'),
    row(true, 'violated', 'clean'),
    row(true, 'clean', 'violated'),
    row(true, 'inconclusive', 'clean'),
    row(true, 'clean', 'inconclusive'),
  ];
  expect(scored(rows)).toMatchObject({ broken: 0, withinReach: 0, sound: 5, accused: 4 });
});

test('fewer rows than protocols are those of an interrupted run', () => {
  const all = protocols.map(({ sound }) => row(sound, 'clean', 'clean'));
  expect(scored(all).interrupted).toBe(false);
  expect(scored(all.slice(1)).interrupted).toBe(true);
});
