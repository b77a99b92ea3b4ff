// Tables and texts keep to the width of the output.

import { describe, expect, test } from 'vitest';
import { outputColumns } from '../../src/host/node/host.js';
import { cut, outputWidth, wrapped } from '../../src/report/layout.js';
import { raceReport } from '../../src/report/race-report.js';
import { type Column, textTable } from '../../src/report/table.js';
import { raceFixture } from '../results/result-fixtures.js';

const COLUMNS: readonly Column[] = [
  { head: 'name', key: true },
  { head: 'what it is', least: 6 },
  { head: 'count', align: 'right' },
];
const ROWS = [
  ['one', 'a long description', '1'],
  ['three', 'short', '1,000'],
];

describe('a table', () => {
  test('pads its columns to the widest cell, and the last one not at all', () => {
    expect(textTable({ columns: COLUMNS, rows: ROWS }, 80)).toBe(
      [
        'name   what it is          count',
        'one    a long description      1',
        'three  short               1,000',
        '',
      ].join('\n'),
    );
  });

  test('cuts what may be cut, with a mark', () => {
    expect(textTable({ columns: COLUMNS, rows: ROWS }, 25)).toBe(
      ['name   what it is   count', 'one    a long des…      1', 'three  short        1,000', ''].join('\n'),
    );
  });

  test('goes on below, with its key columns again, where cutting is not enough', () => {
    expect(textTable({ columns: COLUMNS, rows: ROWS }, 14)).toBe(
      ['name   what i…', 'one    a long…', 'three  short', '', 'name   count', 'one        1', 'three  1,000', ''].join(
        '\n',
      ),
    );
  });

  test('in bands cuts a column only where it does not fit beside the keys', () => {
    const columns: readonly Column[] = [
      { head: 'name', key: true, least: 4 },
      { head: 'is', least: 4 },
      { head: 'does', least: 4 },
      { head: 'count' },
    ];
    const rows = [['a long name', 'a thing', 'what no line of 20 columns holds', '1']];
    expect(textTable({ columns, rows }, 20)).toBe(
      [
        ['name         is', 'a long name  a thing'],
        ['name         does', 'a long name  what n…'],
        ['name         count', 'a long name  1'],
      ]
        .map((band) => `${band.join('\n')}\n`)
        .join('\n'),
    );
  });

  test('cuts keys that leave no room for another column', () => {
    const columns: readonly Column[] = [
      { head: 'name', key: true, least: 4 },
      { head: 'count', align: 'right' },
      { head: 'of', align: 'right' },
    ];
    expect(textTable({ columns, rows: [['a very long name', '1,000,000', '2,000,000']] }, 20)).toBe(
      [
        ['name           count', 'a very l…  1,000,000'],
        ['name              of', 'a very l…  2,000,000'],
      ]
        .map((band) => `${band.join('\n')}\n`)
        .join('\n'),
    );
  });

  test.each([60, 80, 100, 132])('of races fits %i columns', (width) => {
    const before = process.env.COLUMNS;
    process.env.COLUMNS = `${width}`;
    try {
      const runs = ['none', 'spin', 'sleep'].flatMap((kind) =>
        ['old', 'v4', 'freeze-first'].map((protocol) =>
          raceFixture({
            stolenFree: 3,
            config: { protocol, stall: { kind: kind as 'spin', amount: 1000, probability: 0.5 } },
          }),
        ),
      );
      for (const line of raceReport(runs).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    } finally {
      process.env.COLUMNS = before;
    }
  });
});

describe('a text', () => {
  test('is broken between words, and a longer word stays whole', () => {
    expect(wrapped('one two three', '  ', 9)).toEqual(['  one two', '  three']);
    expect(wrapped('a /very/long/path b', '', 6)).toEqual(['a', '/very/long/path', 'b']);
  });

  test('that is cut says so', () => {
    expect([cut('abcdef', 6), cut('abcdefg', 6)]).toEqual(['abcdef', 'abcde…']);
  });
});

test.each([
  [{ isTTY: true, columns: 72 }, undefined, 72],
  [{ isTTY: true, columns: 10 }, undefined, 40],
  [{ isTTY: true, columns: 0 }, undefined, 100],
  [{ isTTY: false, columns: 72 }, undefined, 100],
  [{ isTTY: false, columns: 72 }, '132', 132],
  [{ isTTY: false, columns: 72 }, 'wide', 100],
])('the width of %o with COLUMNS=%s', (stream, columns, width) => {
  const before = process.env.COLUMNS;
  if (columns === undefined) delete process.env.COLUMNS;
  else process.env.COLUMNS = columns;
  try {
    expect(outputWidth(outputColumns(stream))).toBe(width);
  } finally {
    process.env.COLUMNS = before;
  }
});
