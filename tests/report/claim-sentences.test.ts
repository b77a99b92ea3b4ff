// Sentences for the answers to the thread: each part has those that its evidence leads to.

import { expect, test } from 'vitest';
import { claims } from '../../src/claims/index.js';
import { answersInWords } from '../../src/report/claims-report.js';
import type { Answer } from '../../src/results/claims-result.js';
import { claimFixture, partFixture } from '../results/claims-fixture.js';

const MEASURED = ['C2', 'C15', 'C16', 'C17'];

function told(id: string, part: string, answer: Answer): string {
  return answersInWords(claimFixture({ id, parts: [partFixture({ id: part, ...answer })] }));
}

const parts = claims.flatMap(({ id, parts }) => parts.map((part) => [id, part.id] as const));

test.each(parts)('%s (%s) has a sentence of its own', (id, part) => {
  const answers: Answer[] = MEASURED.includes(id)
    ? [{ answer: 'measured', qualifier: '7 ns' }]
    : [
        { answer: 'yes', qualifier: null },
        { answer: 'no', qualifier: null },
        { answer: 'yes, if', qualifier: 'it rains' },
      ];
  const sentences = answers.map((answer) => told(id, part, answer));
  expect(sentences.some((sentence) => !sentence.startsWith('Does it?'))).toBe(true);
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^(?:[A-Z]|v\d).*\.$/);
    expect(sentence).not.toContain('{}');
  }
});

test('a condition and a figure stand in the sentence', () => {
  expect(told('C6', 'b', { answer: 'yes, if', qualifier: 'step 2 is acquire' })).toContain('if step 2 is acquire.');
  expect(told('C16', 'a', { answer: 'measured', qualifier: '+2 ns' })).toMatch(/: \+2 ns\.$/);
});

test('what was not measured is said to be undecided, with the reason, once if nothing else is known', () => {
  const undecided: Answer = { answer: 'not decided here', qualifier: 'one CPU' };
  const first = partFixture({ id: 'a', answer: 'measured', qualifier: '+2 ns' });
  const parts = ['a', 'b'].map((id) => partFixture({ id, ...undecided }));
  expect(answersInWords(claimFixture({ id: 'C16', parts }))).toBe('Not decided here: one CPU.');
  expect(answersInWords(claimFixture({ id: 'C16', parts: [first, ...parts.slice(1)] }))).toMatch(
    /: \+2 ns\. If .*: not decided here \(one CPU\)\.$/,
  );
});

test('an answer without a sentence stands behind its question', () => {
  expect(told('C9', 'b', { answer: 'yes', qualifier: null })).toBe('Does it? yes.');
});
