// What becomes of the answers for readers of earlier releases.

import { expect, test } from 'vitest';
import { alwaysHolds, canHappen, verdictOf } from '../../src/claims/answers.js';
import type { AnswerWord, ClaimVerdict } from '../../src/results/claims-result.js';

test.each<[words: AnswerWord[], verdict: ClaimVerdict]>([
  [['yes', 'yes'], 'confirmed'],
  [['no'], 'refuted'],
  [['yes', 'no'], 'confirmed under conditions'],
  [['yes, if'], 'confirmed under conditions'],
  [['yes', 'measured'], 'confirmed'],
  [['measured', 'measured'], 'not decided here'],
  [['yes', 'not decided here'], 'not decided here'],
  [[], 'not decided here'],
])('%j was once %s', (words, verdict) => {
  expect(verdictOf(words.map((answer) => ({ answer })))).toBe(verdict);
});

test.each([
  [true, false, 'yes', 'no'],
  [true, true, 'yes', 'no'],
  [false, true, 'no', 'yes'],
  [false, false, 'not decided here', 'not decided here'],
])('seen %s, complete %s: can it happen, %s; does its opposite always hold, %s', (seen, complete, can, always) => {
  expect(canHappen(seen, complete).answer).toBe(can);
  expect(alwaysHolds(seen, complete).answer).toBe(always);
});
