// The table of answers, one of them in full, and the forms for a mail and a front page.

import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  answersInShort,
  answerText,
  claimInFull,
  claimsMarkdown,
  claimsTable,
} from '../../src/report/claims-report.js';
import type { Answer } from '../../src/results/claims-result.js';
import { COMBINATIONS, claimFixture, claimsFixture, partFixture, widestClaims } from '../results/claims-fixture.js';

beforeAll(() => {
  vi.stubEnv('COLUMNS', '100');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const THREE = [
  partFixture({ answer: 'no' }),
  partFixture({ id: 'b', label: 'dropped', answer: 'yes, if', qualifier: 'step 2 is acquire' }),
  partFixture({
    id: 'c',
    label: 'half',
    answer: 'measured',
    qualifier: '0.32 µs',
    strength: 'measured',
    bound: 'measured: 2 threads',
  }),
];

test.each<[Answer, string]>([
  [{ answer: 'yes', qualifier: null }, 'yes'],
  [{ answer: 'no', qualifier: null }, 'no'],
  [{ answer: 'yes, if', qualifier: 'it rains' }, 'yes, if it rains'],
  [{ answer: 'measured', qualifier: '7 ns' }, '7 ns'],
  [{ answer: 'not decided here', qualifier: 'one CPU' }, 'not decided here: one CPU'],
])('%j reads %s', (answer, text) => {
  expect(answerText(answer)).toBe(text);
});

describe('the list', () => {
  test('has each row with its answer, in lines of at most 100 columns', () => {
    const result = widestClaims();
    const lines = stripVTControlCharacters(claimsTable(result)).split('\n');
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
    for (const { id, who } of result.claims) {
      const own = lines.filter((line) => line.startsWith(`${id} `));
      expect(own).toHaveLength(1);
      expect(own[0]).toContain(who);
    }
  });

  test('answers in a sentence, and says how to see one in full', () => {
    const text = stripVTControlCharacters(claimsTable(claimsFixture([claimFixture({ parts: THREE })])));
    expect(text).toContain(
      'C6   Hildenbrand, 22 Jun, stated: once step 2 is won, the type can be looked up on the page',
    );
    expect(text).toMatch(/^ {5}Under sequential consistency it can be a wrong type\. .* if\n {5}step 2 is acquire\. /m);
    expect(text).toContain('reftorture claims C6');
  });

  test('names a single part no letter', () => {
    expect(answersInShort(claimFixture())).toBe('yes');
  });
});

test('one in full has the message, and of each part the question, the answer, the evidence and its strength', () => {
  const text = claimInFull(claimFixture({ parts: THREE }));
  expect(text).toContain('Hildenbrand, 22 Jun, stated');
  expect(text).toContain('https://lkml.iu.edu/hypermail/linux/kernel/2606.2/08506.html');
  expect(text).toMatch(/^\(b\) Does it\?\n {4}yes, if step 2 is acquire\n {4}a witness of two steps$/m);
  expect(text).toContain('What was looked at: explored: every interleaving of two threads.');
  expect(text).toContain('What was looked at: measured: 2 threads.');
  expect(text).toContain('    $ reftorture check --protocol v4');
});

describe('the combinations of a part', () => {
  const said = (): string =>
    stripVTControlCharacters(claimInFull(claimFixture({ parts: [partFixture({ combinations: COMBINATIONS })] })));

  test('are a table of at most 100 columns', () => {
    for (const line of said().split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  test('say what shows first, how large it was, and how often it shows, with its interval', () => {
    expect(said()).toMatch(/^protocol +reclaim +put +shows +steps +states +ra +in races$/m);
    expect(said()).toMatch(
      /^freeze-first +type-stable +either way +touchedFreed +41 +123,456 +- +11\.2 k\/s \[11\.0, 11\.4\]$/m,
    );
    expect(said()).toMatch(/^old +grace +inside +holds +- +63,031 +violated +-$/m);
  });

  test('give a bound for what no race showed', () => {
    expect(said()).toMatch(/^v4 +grace +outside +touchedFreed +41 +7 +- +none: <3\.69\/s$/m);
  });
});

test('the front page links each row to its message, and answers in a sentence', () => {
  const [, , row] = claimsMarkdown(claimsFixture([claimFixture({ parts: THREE })])).split('\n');
  expect(row).toBe(
    '| C6 | [Hildenbrand, 22 Jun](https://lkml.iu.edu/hypermail/linux/kernel/2606.2/08506.html), stated: once step 2 is won, the type can be looked up on the page | Under sequential consistency it can be a wrong type. Under the Linux-kernel memory model, if step 2 is acquire. Does it? 0.32 µs. |',
  );
});
