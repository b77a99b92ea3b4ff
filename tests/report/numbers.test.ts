import { describe, expect, test } from 'vitest';
import { stallAsTyped, stallInWords } from '../../src/analysis/stall-words.js';
import { stall } from '../../src/commands/arguments.js';
import { percent, perOperation, short, time } from '../../src/report/numbers.js';

describe('a time', () => {
  test.each([
    [0.00000025, '0.000250 µs'],
    [0.25, '250 µs'],
    [0.9996, '1.00 ms'],
    [240, '240 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [240_000, '240 s'],
    [3_600_000, '3600 s'],
  ])('of %d ms is %s', (ms, text) => expect(time(ms)).toBe(text));
});

describe('a number', () => {
  test.each([
    [999, '999'],
    [999.6, '1.00 k'],
    [999_600, '1.00 M'],
    [999_400, '999 k'],
    [1e13, '10000 G'],
    [0.00000012, '0.000000120'],
  ])('of %d is short as %s', (value, text) => expect(short(value)).toBe(text));

  test.each([
    [null, '0'],
    [0.0001, '<0.001'],
    [0.25, '0.25'],
    [120.4, '120'],
  ])('of %d per operation is %s', (value, text) => expect(perOperation(value)).toBe(text));

  test.each([
    [0, '0 %'],
    [0.05, '5 %'],
    [0.1, '10 %'],
    [0.125, '12.5 %'],
    [0.9999, '100 %'],
    [0.000000001, '0.0000001 %'],
  ])('of %d as a share is %s', (value, text) => expect(percent(value)).toBe(text));
});

test('a stall is shown as it can be typed again', () => {
  const rare = stall('spin:10@0.0000001');
  expect(stallAsTyped(rare)).toBe('spin:10@0.0000001');
  expect(stallInWords(rare)).toContain('in 0.0000001 of the windows');
});
