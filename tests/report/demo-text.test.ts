// The demonstration on a narrow terminal, and where it was cut short.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoClosing, demoScale } from '../../src/report/demo-text.js';
import type { DemoResult } from '../../src/results/demo-result.js';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';

let before: string | undefined;
beforeEach(() => {
  before = process.env.COLUMNS;
});
afterEach(() => {
  process.env.COLUMNS = before;
});

const MEASURED = scaleFixture({
  'old 1': [1e8, 2e8, 3e8],
  'v4 1': [2e8, 3e8, 4e8],
  'old 2': [1, 2, 3],
  'v4 2': [4, 5, 6],
});

function closing(): string {
  const { environment } = raceFixture();
  const result = { shown: 'naturally', broken: [], interrupted: false, elapsedMs: 9000, environment };
  return demoClosing(result as unknown as DemoResult);
}

describe.each([60, 80])('on %i columns', (columns) => {
  test('no line is wider', () => {
    process.env.COLUMNS = `${columns}`;
    const lines = `${demoScale(MEASURED)}${closing()}`.split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  });
});

test('what to do next is explained beside the commands, or below them', () => {
  process.env.COLUMNS = '80';
  expect(closing()).toMatch(/^ {2}npx reftorture new mine\.ts --from v4 +a protocol of your own$/m);
  process.env.COLUMNS = '60';
  expect(closing()).toMatch(/^ {2}npx reftorture new mine\.ts --from v4\n {6}a protocol of your own$/m);
});

test('a workload that was not measured has no table', () => {
  expect(demoScale(MEASURED)).toMatch(/^workload +engine +threads +old +v4 +v4 \/ old$/m);
  const series = MEASURED.series.map((entry) => ({ ...entry, samples: [], median: null, low: null, high: null }));
  expect(demoScale({ ...MEASURED, series })).not.toContain('threads');
});
