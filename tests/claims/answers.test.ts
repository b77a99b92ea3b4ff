// Answers to whether something can happen, by what was seen and whether that was all.

import { expect, test } from 'vitest';
import { alwaysHolds, canHappen } from '../../src/claims/answers.js';

test.each([
  [true, false, 'yes', 'no'],
  [true, true, 'yes', 'no'],
  [false, true, 'no', 'yes'],
  [false, false, 'not decided here', 'not decided here'],
])('seen %s, complete %s: can it happen, %s; does its opposite always hold, %s', (seen, complete, can, always) => {
  expect(canHappen(seen, complete).answer).toBe(can);
  expect(alwaysHolds(seen, complete).answer).toBe(always);
});
