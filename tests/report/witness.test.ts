// The steps of a witness keep to the width of the output, and lose nothing.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkReport } from '../../src/report/check-report.js';
import { stepLines, valueText } from '../../src/report/witness.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';
import { POISON } from '../../src/runtime/layout.js';
import { check } from '../runs.js';

let before: string | undefined;
beforeEach(() => {
  before = process.env.COLUMNS;
});
afterEach(() => {
  process.env.COLUMNS = before;
});

const REQUESTS: readonly CheckRequest[] = [
  { protocol: 'v4' },
  { protocol: 'v4', dtor: 'looked-up', memory: 'ra' },
  { protocol: 'v4', dtor: 'looked-up', memory: 'lkmm' },
  { protocol: 'v4-generation', dtor: 'looked-up', width: 4, rounds: 2 },
  { protocol: 'rcuref', dtor: 'looked-up' },
];

describe.each(REQUESTS)('%j', (request) => {
  test.each([60, 80, 100])('fits %i columns', async (columns) => {
    const result = await check(request);
    process.env.COLUMNS = `${columns}`;
    const lines = checkReport(result, false).split('\n');
    const tooWide = lines.filter((line) => line.length > columns && !line.startsWith('  reftorture replay '));
    expect(tooWide).toEqual([]);
  });

  test('says the same at every width', async () => {
    const { config, witness } = await check(request);
    const [narrow, wide] = [60, 240].map((columns) => {
      process.env.COLUMNS = `${columns}`;
      return stepLines(config, witness?.steps ?? [])
        .join(' ')
        .split(/\s+/);
    });
    expect(narrow).toEqual(wide);
  });
});

test('a witness of an execution says where each value is from, and which order is missing', async () => {
  process.env.COLUMNS = '240';
  const lines = checkReport(await check({ protocol: 'v4', dtor: 'looked-up', memory: 'lkmm' }), false).split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}5 T1: put: fetchSub refcount \[1 -> 0\], from 4 +v4\.ts/));
  expect(lines).toContainEqual(
    expect.stringMatching(
      /would forbid this if the compareExchange of step \d+ \(v4\.ts:\d+\) were acquire, not relaxed/,
    ),
  );
});

test('a further indent takes from the room for the steps', async () => {
  const { config, witness } = await check({ protocol: 'v4' });
  process.env.COLUMNS = '60';
  for (const line of stepLines(config, witness?.steps ?? [], ' '.repeat(8))) {
    expect(line.length).toBeLessThanOrEqual(60);
    expect(line).toMatch(/^$|^ {8}\S|^ {12}\S/);
  }
});

test('the poison of freed memory is told by its name, where memory is poisoned and the word is wide', () => {
  const text = (reclaim: 'at-once' | 'type-stable', value: number, width = 32): string =>
    valueText({ ...resolveCheck({ scenario: 'folio-email' }).config, reclaim, width }, 'refcount', value);
  expect([0, 1, -1].map((more) => text('at-once', POISON + more))).toEqual(['POISON', 'POISON+1', 'POISON-1']);
  expect([text('type-stable', POISON), text('at-once', 3, 4), text('at-once', 1)]).toEqual([String(POISON), '3', '1']);
});
