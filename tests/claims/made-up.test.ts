// The rule behind each answer, on checks made up for the test.

import { expect, test } from 'vitest';
import { claims } from '../../src/claims/index.js';
import type { Witness } from '../../src/results/check-result.js';
import type { AnswerWord } from '../../src/results/claims-result.js';
import type { Property } from '../../src/violations/table.js';
import { answerTo, stubbed } from './stubs.js';

const MEASURED = ['C2', 'C15', 'C16', 'C17', 'C18'];
const explored = claims
  .filter(({ id }) => !MEASURED.includes(id))
  .flatMap(({ id, parts }) => parts.map((part) => [id, part.id] as const));

test.each(explored)('%s (%s) is not decided where nothing was seen, and not everything explored', async (row, id) => {
  const nothing = stubbed({ check: () => ({ complete: false }), race: () => ({ stolenFree: 0 }) });
  const { answer, qualifier } = await answerTo(row, id, nothing);
  expect(answer).toBe('not decided here');
  expect(qualifier).toMatch(/\w/);
});

test.each<[row: string, part: string, Property, AnswerWord]>([
  ['C3', 'a', 'useAfterFree', 'yes'],
  ['C4', 'a', 'leak', 'no'],
  ['C5', 'a', 'useAfterFree', 'no'],
  ['C5', 'a', 'stolenFree', 'yes'],
  ['C6', 'a', 'typeConfusionStolenFree', 'no'],
  ['C6', 'b', 'typeConfusionStolenFree', 'no'],
  ['C8', 'a', 'leak', 'no'],
  ['C8', 'a', 'doubleFree', 'no'],
  ['C8', 'a', 'stolenFree', 'yes'],
  ['C8', 'b', 'typeConfusionStaleGet', 'no'],
  ['C10', 'a', 'stolenFree', 'yes'],
  ['C10', 'a', 'livelock', 'no'],
])('%s (%s) with a %s everywhere: %s', async (row, id, property, answer) => {
  const evidence = stubbed({ check: () => ({ properties: { [property]: 'violated' } }) });
  expect((await answerTo(row, id, evidence)).answer).toBe(answer);
});

test('C6 (b) is a plain yes where every order is right', async () => {
  expect(await answerTo('C6', 'b', stubbed({ check: () => ({}) }))).toMatchObject({ answer: 'yes', qualifier: null });
});

test.each([
  ['C4', 'b'],
  ['C8', 'c'],
  ['C11', 'a'],
  ['C11', 'b'],
  ['C11', 'c'],
])('%s (%s) is not decided where the bit is lost by other numbers of threads', async (row, id) => {
  const lostAtOnce = stubbed({ check: () => ({ properties: { lostOverflow: 'violated' } }) });
  expect(await answerTo(row, id, lostAtOnce)).toMatchObject({ answer: 'not decided here' });
});

test('C14 is not a yes where no other failure shows in one scenario', async () => {
  const clean = stubbed({ check: () => ({}) });
  expect(await answerTo('C14', 'b', clean)).toMatchObject({
    answer: 'not decided here',
    qualifier: 'no other one was seen',
  });
});

test.each<[early: string[], late: string[], AnswerWord]>([
  [[], ['sc', 'lkmm'], 'yes'],
  [['lkmm'], ['sc', 'lkmm'], 'yes, if'],
  [['sc', 'lkmm'], ['sc', 'lkmm'], 'no'],
  [[], ['sc'], 'not decided here'],
])('C9 (a) broken under %j, and in the control under %j: %s', async (early, late, answer) => {
  const evidence = stubbed({
    check: ({ unmap, memory = 'sc' }) =>
      (unmap === 'after-put' ? late : early).includes(memory) ? { properties: { assertion: 'violated' } } : {},
  });
  expect((await answerTo('C9', 'a', evidence)).answer).toBe(answer);
});

test.each([
  [10, 'yes', null],
  [9, 'not decided here', '9 of 10 replays agree'],
] as const)('C1 of which %d of 10 replays agree: %s', async (agreed, answer, qualifier) => {
  const witness = { property: 'typeConfusionStolenFree', steps: [], token: 'token' } as unknown as Witness;
  const evidence = stubbed({ check: () => ({ witnesses: [witness] }), replay: () => ({ replays: 10, agreed }) });
  expect(await answerTo('C1', 'a', evidence)).toMatchObject({ answer, qualifier });
});
