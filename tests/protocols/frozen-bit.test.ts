// The edges of the v4 word, where 2^30 failed gets would have to come first: the test writes the word instead.

import { describe, expect, test } from 'vitest';
import { pageMakers } from './contract.js';

const FROZEN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;
const LIMIT = 2 ** 30;

/** Protocols with v4's tryGet. */
const FILES = ['v4.ts', 'or-freeze.ts', 'zeroing-allocator.ts'];

/** A word before a tryGet, what it answers, and the word that it leaves. */
const EDGES: readonly (readonly [name: string, before: number, got: boolean, after: number])[] = [
  ['the last failed get below the limit stays in the word', FROZEN + LIMIT - 2, false, FROZEN + LIMIT - 1],
  ['the failed get that reaches the limit resets the word', FROZEN + LIMIT - 1, false, FROZEN],
  ['a failed get above the limit resets the word', FROZEN + LIMIT, false, FROZEN],
  ['so does the last one that still finds FROZEN set', -2, false, FROZEN],
  ['one more would carry into FROZEN, and take a dead page', -1, true, 0],
  ['a get beyond the largest count finds FROZEN set', INT_MAX, false, FROZEN],
  ['the largest count is a count', INT_MAX - 1, true, INT_MAX],
];

for (const file of FILES) {
  for (const [engine, makePage] of await pageMakers(file)) {
    describe(`${file} on ${engine}`, () => {
      test.each(EDGES)('%s', (_name, before, got, after) => {
        const page = makePage();
        page.word = before;
        expect([page.tryGet(), page.word]).toEqual([got, after]);
      });
    });
  }
}

test('unfreeze and init wipe the failed gets', async () => {
  for (const [, makePage] of await pageMakers('v4.ts')) {
    const page = makePage();
    page.word = FROZEN + LIMIT - 1;
    page.unfreeze(2);
    expect(page.word).toBe(2);
    page.word = FROZEN + LIMIT - 1;
    expect(page.alive(1).word).toBe(1);
  }
});
