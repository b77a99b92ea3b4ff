// Tests of what the mutation score says, and of whom.

import { describe, expect, test } from 'vitest';
import { wrapped } from '../../src/report/layout.js';
import {
  mutantsFindings,
  mutantsReport,
  schemesTable,
  mutantsTable as tableOf,
} from '../../src/report/mutants-table.js';
import { type Table, textTable } from '../../src/report/table.js';
import type { MutantRow, MutantsResult, OverflowRow, SchemeRow } from '../../src/results/mutants-result.js';
import type { Verdict } from '../../src/results/race-result.js';
import { raceFixture } from '../results/result-fixtures.js';

const mutantsTable = (result: MutantsResult): string => textTable(tableOf(result));
const mutantsSummary = (result: MutantsResult): string => wrapped(mutantsFindings(result)).join('\n');

function row(protocol: string, sound: boolean, checked: Verdict, raced: Verdict, steps = 1): MutantRow {
  return {
    protocol,
    sound,
    mutant: !sound,
    outOfReach: null,
    overflow: [],
    check: {
      scenario: 'email',
      verdict: checked,
      violations: [],
      states: 10,
      elapsedMs: 1,
      steps: checked === 'violated' ? steps : null,
    },
    race: { scenario: 'email', stall: 'spin:10@0.5', verdict: raced, violations: [], durationMs: 5 },
  };
}

const RESULT: MutantsResult = {
  schema: 'reftorture/mutants@1',
  environment: raceFixture().environment,
  rows: [
    row('found', false, 'violated', 'violated', 12),
    row('shy', false, 'violated', 'clean'),
    row('hidden', false, 'clean', 'inconclusive'),
    row('sound', true, 'clean', 'clean'),
    row('framed', true, 'clean', 'violated'),
  ],
  broken: 3,
  foundByCheck: 2,
  foundByRace: 1,
  withinReach: 3,
  sound: 2,
  accused: 1,
  overflowAsSaid: 5,
  schemes: [],
  interrupted: false,
};

describe('the summary', () => {
  test('names who was missed, by which of the two, and who was accused', () => {
    expect(mutantsSummary(RESULT).split('\n')).toEqual([
      'check found 2 of 3 protocols that break; race 1 of the 3 within its reach.',
      'Missed by check: hidden.',
      'Missed by race: shy, hidden.',
      'Of 2 sound protocols 1 was accused.',
      'Accused: framed.',
    ]);
  });

  test('names nobody when all is as it should be', () => {
    const rows = RESULT.rows.filter(({ protocol }) => protocol === 'found' || protocol === 'sound');
    const result = {
      ...RESULT,
      rows,
      broken: 1,
      foundByCheck: 1,
      foundByRace: 1,
      withinReach: 1,
      sound: 1,
      accused: 0,
    };
    expect(mutantsSummary(result)).not.toMatch(/Missed|Accused|interrupted/);
  });

  test('says that it was interrupted', () => {
    expect(mutantsSummary({ ...RESULT, interrupted: true })).toMatch(/^interrupted after 5 protocols\.\n/);
  });
});

test('counts one step as one', () => {
  const table = mutantsTable(RESULT);
  expect(table).toMatch(/\b1 step {2,}/);
  expect(table).toContain('12 steps');
});

describe('the overflow', () => {
  const said = { width: 3, said: 3, found: 3, most: 3, agrees: true };
  const none = { width: 3, said: null, found: null, most: 3, agrees: true };
  const wrong = { width: 4, said: 5, found: 3, most: 5, agrees: false };
  const rows = RESULT.rows.filter(({ protocol }) => protocol !== 'framed');
  const withOverflow = (overflow: readonly OverflowRow[][]): MutantsResult => ({
    ...RESULT,
    rows: rows.map((row, index) => ({ ...row, overflow: overflow[index] ?? [said] })),
  });

  test('is a number of threads by width, or none of those that were tried', () => {
    const table = mutantsTable(
      withOverflow([
        [said, { ...said, width: 4, said: 5, found: 5 }],
        [none, { ...none, width: 4, most: 5 }],
      ]),
    );
    expect(table).toContain('3 at 3 bits, 5 at 4');
    expect(table).toContain('none up to 3, 5');
  });

  test('is told where the registry is right, and where it is not', () => {
    expect(mutantsSummary(withOverflow([]))).toContain(
      'On words of 3 bits 4 of 4 counts overflow as the registry says.',
    );
    const disagreeing = withOverflow([[said, wrong]]);
    expect(mutantsTable(disagreeing)).toContain('3 at 3 bits, 3 at 4, not as said');
    expect(mutantsSummary(disagreeing)).toContain(
      'On words of 3 and 4 bits 3 of 4 counts overflow as the registry says.',
    );
    expect(mutantsSummary(disagreeing)).toContain('Not as it says: found.');
  });

  test('that is another than was said accuses a sound protocol', () => {
    expect(mutantsSummary(withOverflow([[said], [said], [said], [wrong]]))).toContain('Accused: sound.');
  });

  test('is not spoken of in results that do not have it', () => {
    expect(mutantsSummary(RESULT)).not.toContain('overflow');
  });
});

describe('grace periods of descriptors', () => {
  const scheme = (section: SchemeRow['section'], sound: boolean, checked: Verdict, raced: Verdict): SchemeRow => {
    const { check, race } = row('old', sound, checked, raced, 34);
    return { protocol: 'old', reclaim: 'grace', section, sound, check, race: race as SchemeRow['race'] };
  };
  const schemes = [scheme('put-outside', true, 'clean', 'clean'), scheme('none', false, 'violated', 'violated')];

  test('have a table of their own that fits the output', () => {
    const found = schemes.map((one) => {
      const violations = ['stolenFree', 'touchedFreed', 'useAfterFree', 'underflow'] as const;
      return { ...one, check: { ...one.check, violations }, race: { ...one.race, violations } };
    });
    const lines = textTable(schemesTable({ ...RESULT, schemes: found }) as Table, 100)
      .trimEnd()
      .split('\n');
    expect(lines[0]).toMatch(/^reclaim +section +breaks +check finds +shortest +states +race finds +after$/);
    expect(lines.at(-1)).toMatch(/^grace +none +on purpose +stolenFree.* 34 steps +10 +stolenFree/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(mutantsReport({ ...RESULT, schemes: found })).toMatch(/\ngrace +none +on purpose/);
  });

  test('are told of in a sentence, with those that were judged wrongly', () => {
    expect(mutantsSummary({ ...RESULT, schemes }).replaceAll('\n', ' ')).toContain(
      'Under old, check and race found 1 of 1 mistakes in grace periods of descriptors, and nothing in 1 of 1 that are none.',
    );
    const wrong = [...schemes, scheme('before-get', false, 'violated', 'clean')];
    expect(mutantsSummary({ ...RESULT, schemes: wrong })).toContain('Not so: grace, before-get.');
  });

  test('are not spoken of in results that do not have them', () => {
    expect(mutantsReport(RESULT)).not.toContain('grace');
  });
});
