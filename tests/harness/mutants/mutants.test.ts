// The score of a run of mutants, from rows made up for the test.

import { expect, test } from 'vitest';
import { SCHEMES, schemeRowOf, scored } from '../../../src/harness/mutants/mutants.js';
import { protocols } from '../../../src/protocols/index.js';
import type { MutantRow, SchemeRow } from '../../../src/results/mutants-result.js';
import type { Verdict } from '../../../src/results/race-result.js';
import { isJudgedRight } from '../../../src/results/verdicts.js';
import { slice } from '../../slow.js';

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
    overflow: [],
  };
}

function schemeRow(sound: boolean, checked: Verdict, raced: Verdict): SchemeRow {
  const { check, race } = row(sound, checked, raced);
  return { protocol: 'old', reclaim: 'grace', section: 'none', sound, check, race: race as SchemeRow['race'] };
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
  expect(scored(rows, [])).toMatchObject({
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
  expect(scored(rows, [])).toMatchObject({ broken: 0, withinReach: 0, sound: 5, accused: 4 });
});

test('fewer rows than protocols are those of an interrupted run', () => {
  const all = protocols.map(({ sound }) => row(sound, 'clean', 'clean'));
  const schemes = SCHEMES.map((scheme) => schemeRow(scheme.sound, 'clean', 'clean'));
  expect(scored(all, schemes).interrupted).toBe(false);
  expect(scored(all.slice(1), schemes).interrupted).toBe(true);
  expect(scored(all, schemes.slice(1)).interrupted).toBe(true);
});

test('a mistake in grace periods is to be found by both, and what is none by neither', () => {
  const verdicts: Verdict[] = ['clean', 'violated', 'inconclusive'];
  const right = verdicts.flatMap((checked) =>
    verdicts.flatMap((raced) =>
      [true, false]
        .filter((sound) => isJudgedRight(schemeRow(sound, checked, raced)))
        .map((sound) => [sound, checked, raced]),
    ),
  );
  expect(right).toEqual([
    [true, 'clean', 'clean'],
    [false, 'violated', 'violated'],
  ]);
});

test('a mistake in grace periods is found, and what is none is not accused', async () => {
  for (const scheme of slice(SCHEMES, 3)) {
    const found = await schemeRowOf(scheme, { durationMs: scheme.sound ? 100 : 60_000 });
    expect(found).toMatchObject({ ...scheme, protocol: 'old' });
    expect(isJudgedRight(found) || found.race.verdict === 'inconclusive').toBe(true);
    expect(found.check.verdict).toBe(scheme.sound ? 'clean' : 'violated');
    if (!scheme.sound) expect(found.race.verdict).toBe('violated');
  }
}, 300_000);
