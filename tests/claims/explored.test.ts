// Answers that exploring gives for good.

import { describe, expect, test } from 'vitest';
import { claims, settle } from '../../src/claims/index.js';
import { CachedInstruments } from '../../src/claims/instruments.js';
import type { AnswerWord, ClaimVerdict } from '../../src/results/claims-result.js';
import { slice } from '../slow.js';
import { answerTo } from './stubs.js';

const instruments = new CachedInstruments({ quick: true });

/** In the same words wherever it is told. */
const LOOP_OVERFLOW =
  'the bit stays while at most 2^(W-2) gets stand between their add and their reset at once, and one more clears it: 2^30 + 1 on 32 bits';
const LOOP_CONDITION = 'at most 2^30 gets stand between their add and their reset at once';

const EXPLORED: readonly (readonly [row: string, part: string, AnswerWord, evidence: RegExp])[] = [
  ['C1', 'a', 'yes', /shortest witness 16 steps, 8 on the count word; .* 10 times, 10 agree$/],
  ['C3', 'a', 'no', /there is none$/],
  ['C3', 'b', 'yes', /tryGet takes \[0 -> 1\] at v4\.ts:\d+/],
  ['C4', 'a', 'yes', /no violation in any of 8 scenarios/],
  ['C5', 'a', 'yes', /never won while somebody held a reference/],
  ['C5', 'b', 'no', /the zero of another generation/],
  ['C6', 'a', 'yes', /is right$/],
  ['C6', 'b', 'yes, if', /relaxed, as in the series: wrong .*; acquire: right; a full barrier: right/],
  ['C7', 'a', 'yes', /a stale get .* old has none$/],
  ['C7', 'b', 'no', /the page says Y/],
  ['C8', 'a', 'yes', /one destructor.* another put than its own in email/],
  ['C8', 'b', 'yes', /always the right one/],
  ['C9', 'a', 'yes', /Linux-kernel model; with pages that leave the index after their put one does/],
  ['C9', 'b', 'no', /its recheck fails, it puts, and a free is stolen/],
  ['C10', 'a', 'no', /only the last one reaches 0/],
  ['C10', 'b', 'yes', /the other wakes and frees the next one/],
  ['C11', 'b', 'yes', /at most 2\^22 tasks.* 2\^8 times too few/],
  [
    'C11',
    'c',
    'yes, if',
    /with 2 references in one access: half as many .* At 1024, what a pin adds, that would be 2\^20 \+ 1/,
  ],
  ['C12', 'a', 'yes', /or-freeze: .*useAfterFree/],
  ['C13', 'a', 'yes', /zeroing-allocator: .*useAfterFree/],
  ['C14', 'a', 'no', /a stolen free is another one .* one-shot reset/],
  ['C14', 'b', 'no', /a stolen free is another one/],
  ['C14', 'c', 'no', /a stolen free is another one/],
  [
    'C19',
    'a',
    'yes, if',
    /outside of sections: old and freeze-first no violation; v4 and v5 stolenFree .*, touchedFreed/,
  ],
  ['C19', 'a', 'yes, if', /may end before its recheck .* and may not end before its get/],
  [
    'C19',
    'b',
    'no',
    /old and freeze-first no violation; v4 and v5 stolenFree .*: already the get touches freed memory/,
  ],
  ['C19', 'c', 'yes, if', /its compareExchange at v4\.ts:\d+ touches freed memory .*Puts inside: .* no touchedFreed/],
];

test.each(slice(EXPLORED, 2))('%s (%s): %s', async (row, id, answer, evidence) => {
  const finding = await answerTo(row, id, instruments);
  expect(finding.answer).toBe(answer);
  expect(finding.evidence).toMatch(evidence);
  expect(finding.bound).toMatch(/every (interleaving|execution)/);
  expect(finding.commands.length).toBeGreaterThan(0);
  expect(finding.qualifier === null).toBe(answer === 'yes' || answer === 'no');
});

test.each([
  ['C4', 'b'],
  ['C8', 'c'],
  ['C11', 'a'],
])('%s (%s) tells the overflow in the same words, under the same condition', async (row, id) => {
  const finding = await answerTo(row, id, instruments);
  expect(finding).toMatchObject({ answer: 'yes, if', qualifier: LOOP_CONDITION, strength: 'explored' });
  expect(finding.evidence).toContain(LOOP_OVERFLOW);
  expect(finding.details.join()).toMatch(/3 bits: lost by 3 threads in \d+ accesses, and not by fewer/);
});

test.each(['b', 'c'])('C14 (%s) does as well', async (id) => {
  expect((await answerTo('C14', id, instruments)).evidence).toContain(LOOP_OVERFLOW);
});

test('C6 (b) says under which orders', async () => {
  expect((await answerTo('C6', 'b', instruments)).qualifier).toBe('step 2 is acquire or a full barrier');
});

test('C19 (c) has what each combination shows first', async () => {
  const { combinations = [] } = await answerTo('C19', 'c', instruments);
  const shown = (protocol: string): unknown[] =>
    combinations
      .filter((one) => one.protocol === protocol)
      .map(({ shortest, verdict }) => shortest?.property ?? verdict);
  for (const protocol of ['v4', 'v5']) {
    expect(shown(protocol)).toEqual(['touchedFreed', 'stolenFree', 'touchedFreed', 'clean']);
  }
  for (const protocol of ['old', 'freeze-first']) {
    expect(shown(protocol)).toEqual(['touchedFreed', 'clean', 'clean', 'clean']);
  }
  for (const { verdict, shortest, race } of combinations) {
    expect(race === null).toBe(verdict === 'clean');
    expect(race?.violation).toBe(shortest?.property);
  }
});

describe('a row', () => {
  test('holds its parts, and for earlier readers what they make up together', async () => {
    const c10 = claims.find(({ id }) => id === 'C10') as (typeof claims)[number];
    const result = await settle(c10, instruments);
    expect(result).toMatchObject({
      id: 'C10',
      who: 'Gladyshev, 23 Jun',
      kind: 'stated',
      date: '2026-06-23',
      link: 'https://lkml.iu.edu/hypermail/linux/kernel/2606.2/12077.html',
      message: 'https://lkml.iu.edu/hypermail/linux/kernel/2606.2/12077.html',
      verdict: 'confirmed under conditions' satisfies ClaimVerdict,
    });
    expect(result.parts?.map(({ answer }) => answer)).toEqual(['no', 'yes']);
    expect(result.evidence).toMatch(/^\(a\) v4: of two puts .*; \(b\) v4: once a get has taken/);
    expect(result.witness).toEqual(result.parts?.[1]?.witness);
    expect(result.commands).toEqual(result.parts?.flatMap(({ commands }) => commands));
  });
});
