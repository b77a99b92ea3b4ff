// Answers that exploring gives for good.

import { describe, expect, test } from 'vitest';
import { claims, settle } from '../../src/claims/index.js';
import { cachedInstruments } from '../../src/claims/instruments.js';
import type { AnswerWord } from '../../src/results/claims-result.js';
import { inSlow, SLOW, slice } from '../slow.js';
import { answerTo } from './stubs.js';

const instruments = cachedInstruments({ quick: true });

/** In the same words wherever it is told. */
const LOOP_OVERFLOW =
  'the bit stays while at most 2^(W-2) threads are inside tryGet at once, and one more clears it: 2^30 + 1 on 32 bits';
const LOOP_CONDITION = 'at most 2^30 threads are inside tryGet at once';

const EXPLORED: readonly (readonly [row: string, part: string, AnswerWord])[] = [
  ['C1', 'a', 'yes'],
  ['C3', 'a', 'no'],
  ['C3', 'b', 'yes'],
  ['C4', 'a', 'yes'],
  ['C5', 'a', 'yes'],
  ['C5', 'b', 'no'],
  ['C6', 'a', 'yes'],
  ['C6', 'b', 'yes, if'],
  ['C7', 'a', 'yes'],
  ['C7', 'b', 'no'],
  ['C8', 'a', 'yes'],
  ['C8', 'b', 'yes'],
  ['C9', 'a', 'yes'],
  ['C9', 'b', 'no'],
  ['C10', 'a', 'no'],
  ['C10', 'b', 'yes'],
  ['C11', 'b', 'yes'],
  ['C11', 'c', 'yes, if'],
  ['C12', 'a', 'yes'],
  ['C13', 'a', 'yes'],
  ['C14', 'a', 'no'],
  ['C14', 'b', 'no'],
  ['C14', 'c', 'no'],
  ['C19', 'a', 'yes, if'],
  ['C19', 'b', 'no'],
  ['C19', 'c', 'yes, if'],
  ['C19', 'd', 'yes'],
];

/** Answers that take seconds, under weak memory; `claims --quick`, which CI runs, answers them, too. */
const LONG: readonly string[] = ['C6 b', 'C9 a', 'C19 a', 'C19 c', 'C19 d'];
const short = EXPLORED.filter(([row, id]) => !LONG.includes(`${row} ${id}`));

test.each(inSlow(EXPLORED, slice(short, 4)))('%s (%s): %s', async (row, id, answer) => {
  const finding = await answerTo(row, id, instruments);
  expect(finding.answer).toBe(answer);
  expect(finding.evidence).not.toBe('');
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

test.runIf(SLOW)('C6 (b) says under which orders', async () => {
  expect((await answerTo('C6', 'b', instruments)).qualifier).toBe('step 2 is acquire or a full barrier');
});

test.runIf(SLOW)('C19 (c) has what each combination shows first', async () => {
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
  test('holds its parts, and what they make up together', async () => {
    const c10 = claims.find(({ id }) => id === 'C10') as (typeof claims)[number];
    const result = await settle(c10, instruments);
    expect(result).toMatchObject({
      id: 'C10',
      who: 'Gladyshev, 23 Jun',
      kind: 'stated',
      date: '2026-06-23',
      link: 'https://lkml.iu.edu/hypermail/linux/kernel/2606.2/12077.html',
    });
    expect(result.parts.map(({ answer }) => answer)).toEqual(['no', 'yes']);
    expect(result.evidence).toMatch(/^\(a\) v4: of two puts .*; \(b\) v4: once a get has taken/);
    expect(result.witness).toEqual(result.parts[1]?.witness);
    expect(result.commands).toEqual(result.parts.flatMap(({ commands }) => commands));
  });
});
