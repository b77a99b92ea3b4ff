// The rows of the thread: complete, addressed, and short enough for the table.

import { describe, expect, test } from 'vitest';
import { claims, settleClaims } from '../../src/claims/index.js';
import { ARCHIVE } from '../../src/claims/rows.js';
import { CLAIM_KINDS } from '../../src/results/claims-result.js';

test('there are C1 to C19, in order', () => {
  expect(claims.map(({ id }) => id)).toEqual(Array.from({ length: 19 }, (_, index) => `C${index + 1}`));
});

describe.each(claims.map((claim) => [claim.id, claim] as const))('%s', (_, claim) => {
  test('has an author, a day, a kind and a message', () => {
    expect(claim.speaker).toMatch(/^[A-Z]/);
    expect(new Date(claim.date).toISOString()).toMatch(new RegExp(`^${claim.date}T`));
    expect(CLAIM_KINDS).toContain(claim.kind);
    expect(ARCHIVE + claim.path).toMatch(/^https:\/\/lkml\.iu\.edu\/hypermail\/linux\/kernel\/\d{4}\.\d\/\d{5}\.html$/);
  });

  test('comes from a message of its month', () => {
    const [year = '', month = ''] = claim.date.split('-');
    expect(claim.path.slice(0, 4)).toBe(year.slice(2) + month);
  });

  test('has a title for a line of the table, and a sentence', () => {
    expect(claim.title.length).toBeLessThanOrEqual(23);
    expect(claim.sentence.length).toBeGreaterThan(claim.title.length);
  });

  test('has parts a, b, c, d, each with a question', () => {
    expect(claim.parts.length).toBeGreaterThan(0);
    expect(claim.parts.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'].slice(0, claim.parts.length));
    for (const { question, label } of claim.parts) {
      expect(question).toMatch(/^[A-Z].*\?/);
      expect(label).toMatch(/^\w[\w ]{1,9}$/);
    }
  });
});

test('a row that there is not is refused', async () => {
  await expect(settleClaims({ quick: true, ids: ['C99'] })).rejects.toThrow('unknown claim "C99"');
});

test('an interrupt ends the work between runs', async () => {
  const result = await settleClaims({ quick: true, ids: ['C5'], signal: AbortSignal.abort() });
  expect(result).toMatchObject({ interrupted: true, claims: [] });
});
