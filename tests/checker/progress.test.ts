import { describe, expect, test } from 'vitest';
import { statesLeft } from '../../src/checker/search/progress.js';
import { progressText } from '../../src/report/check-progress.js';

/** The numbers of the first states of levels of these sizes. */
function levelsOf(...sizes: number[]): number[] {
  let end = 0;
  return [0, ...sizes.map((size) => (end += size))];
}

describe('what is left', () => {
  test('nobody can tell as long as levels grow, or have just begun to shrink', () => {
    expect(statesLeft(levelsOf(1), 0)).toBeNull();
    expect(statesLeft(levelsOf(1, 4, 16, 64), 21)).toBeNull();
    expect(statesLeft(levelsOf(1, 4, 16, 64, 60, 50), 150)).toBeNull();
    expect(statesLeft(levelsOf(100, 99, 98, 97, 96), 400)).toBeNull();
  });

  test('levels that shrink are a geometric series with the greatest of their ratios', () => {
    const levels = levelsOf(1, 1000, 800, 400, 200, 100); // ratios 0.8, 0.5, 0.5, 0.5
    expect(statesLeft(levels, 2401)).toBe(100 + 100); // 100 of the current level, then 50 + 25 + ...
    expect(statesLeft(levels, 2501)).toBe(100);
    expect(statesLeft(levelsOf(1, 1000, 500, 400, 100), 1901)).toBe(100 + 400); // 0.8 at most
  });
});

test('progress has a rate from the start, and an estimate after a while', () => {
  const progress = { states: 1_234_567, depth: 12, statesPerSec: 900_000.4, leftMs: 4200 };
  const found = '1.23 M states, 12 steps deep, 900 k states/s';
  expect(progressText(progress, 100)).toBe(found);
  expect(progressText(progress, 5000)).toBe(`${found}, about 4.20 s left`);
  expect(progressText({ ...progress, leftMs: null }, 5000)).toBe(`${found}, cannot tell what is left`);
});
