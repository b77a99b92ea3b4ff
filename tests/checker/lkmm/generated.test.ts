// The tests that are generated from cycles. What they answer comes from the naive enumerator; for the shapes that the
// literature knows by name it is what the literature says.

import { expect, test } from 'vitest';
import { inSlow, SLOW, slice } from '../../slow.js';
import { collection, KINDS } from './generator/collection.js';
import { everyCycle } from './generator/families.js';
import { generatedTest } from './generator/tests.js';
import { isMisjudged } from './judged.js';
import { candidatesOf, enumerate } from './naive.js';
import { PUBLISHED } from './published.js';

/** Tells whether three threads lock one lock: a naive enumerator orders all that is written to it, which takes 20 s. */
const isLockedOften = (cycle: string): boolean => (cycle.match(/Lockd/g)?.length ?? 0) > 2;

/** Candidate executions of a test that are judged by the letter, which takes long. */
const MOST = inSlow(24, 4);

const cycles = everyCycle();
const results = new Map(slice(cycles, 3).map((cycle) => [cycle, enumerate(generatedTest(cycle))]));

test('there are more than five hundred, none of them twice, with two to four threads and every answer', () => {
  expect(new Set(cycles).size).toBe(cycles.length);
  expect(cycles.length).toBeGreaterThan(500);
  expect(new Set(cycles.map((cycle) => generatedTest(cycle).threads.length))).toEqual(new Set([2, 3, 4]));
  const answers = [...results.values()].map(({ answer, races }) => answer + (races ? ' race' : ''));
  for (const answer of ['Never', 'Sometimes', 'Never race', 'Sometimes race']) {
    expect(answers.filter((one) => one === answer).length).toBeGreaterThan(inSlow(25, 5));
  }
});

test('each can end in some way', () => {
  for (const [cycle, { outcomes }] of results) expect(outcomes.size, cycle).toBeGreaterThan(0);
});

test('their candidate executions are judged as by the letter', () => {
  const executions = slice(cycles, 6).flatMap((cycle) => {
    const all = [...candidatesOf(generatedTest(cycle))];
    return all.filter((_, index) => index % Math.ceil(all.length / MOST) === 0).map(({ execution }) => execution);
  });
  expect(executions.filter(isMisjudged)).toEqual([]);
});

test.each(Object.entries(PUBLISHED))('%s: %s', (cycle, expected) => {
  const { answer, races } = results.get(cycle) ?? enumerate(generatedTest(cycle));
  expect(answer + (races ? ' race' : '')).toBe(expected);
});

test('what is known of a cycle by the ways of its threads is what the enumerator finds', () => {
  const small = KINDS.flatMap((kind, index) => collection(60, kind, index + 1)).filter(
    ({ cycle, answer }) => answer !== undefined && cycle.split(' ').length <= 6 && (SLOW || !isLockedOften(cycle)),
  );
  expect(small.length).toBeGreaterThan(30);
  const found = small.map(({ cycle, ...drawn }) => ({
    ...drawn,
    cycle,
    answer: enumerate(generatedTest(cycle)).answer,
  }));
  expect(found).toEqual(small);
});
