import { expect, test } from 'vitest';
import { compareMarkdown, compareTable } from '../../src/report/compare-table.js';
import type { CompareResult } from '../../src/results/compare-result.js';

function comparison(median: number, margin = 0.05): CompareResult {
  const cell = { quantity: 'operations', protocol: 'v4', engine: 'wasm', workload: 'shared', threads: 1 };
  const ratio = { median, low: median, high: median };
  const row = { ...cell, oversubscribed: false, a: 1, b: median, ratio, word: 'faster' as const, reason: null };
  const [a, b] = [
    { file: 'a.json', digest: 'a' },
    { file: 'b.json', digest: 'b' },
  ];
  return {
    schema: 'reftorture/compare@1',
    a,
    b,
    margin,
    rows: [row],
    onlyA: [],
    onlyB: [],
    obstacles: [],
    changes: [],
  };
}

test.each([
  [12_345, '12300 to 12300'],
  [0.0000012, '0.00000120 to 0.00000120'],
  [1.25, '1.25 to 1.25'],
])('a ratio of %d has no exponent', (median, interval) => {
  expect(compareTable(comparison(median))).toContain(` ${interval} `);
  expect(compareMarkdown(comparison(median))).toContain(`| ${interval} |`);
});

test.each([
  [0.05, '5 %'],
  [0.1, '10 %'],
  [0.9999, '100 %'],
])('a margin of %d is %s', (margin, text) => {
  expect(compareTable(comparison(1, margin))).toContain(`lies within ${text} of 1`);
});
