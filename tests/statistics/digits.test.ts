import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plain, significant } from '../../src/statistics/digits.js';

test.each([
  [240, 2, '240'],
  [999.6, 3, '1000'],
  [99.96, 3, '100'],
  [9.996, 3, '10.0'],
  [1234.5, 3, '1230'],
  [0.024, 2, '0.024'],
  [0.000000123, 3, '0.000000123'],
  [-240, 2, '-240'],
  [0, 3, '0.00'],
])('%d with %d digits is %s', (value, digits, text) => {
  expect(significant(value, digits)).toBe(text);
});

test.each([
  [0.0000001, '0.0000001'],
  [0.25, '0.25'],
  [1000, '1000'],
  [0, '0'],
])('%d as it is, is %s', (value, text) => {
  expect(plain(value)).toBe(text);
});

const value = fc.double({ min: -1e20, max: 1e20, noNaN: true });

test('no exponent is ever written, and the value is right to the last digit', () => {
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 9 }), (number, digits) => {
      expect(significant(number, digits)).toMatch(/^-?\d+(\.\d+)?$/);
      if (Math.abs(number) > 1e-90)
        expect(Number(significant(number, digits))).toBe(Number(number.toPrecision(digits)));
    }),
  );
});

test('as it is, a value is given back', () => {
  fc.assert(fc.property(value, (number) => Math.abs(number) < 1e-80 || Number(plain(number)) === number));
});

test('nothing else in the program writes digits that may come with an exponent', () => {
  const charts = join('report', 'charts'); // they have formats of their own
  const source = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const writing = files.filter((name) =>
    /\.to(Precision|Exponential)\(/.test(readFileSync(join(source, name), 'utf8')),
  );
  expect(writing.filter((name) => !name.startsWith(charts))).toEqual([join('statistics', 'digits.ts')]);
});
