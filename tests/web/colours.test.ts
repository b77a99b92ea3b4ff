// Colours of the reader's text: they add none to it, whatever it is.

import { expect, test } from 'vitest';
import { coloured } from '../../src/web/page/write/colours.js';

const textIn = (text: string): string =>
  coloured(text)
    .map(({ text: markup }) => markup.replace(/<[^>]*>/g, '').replaceAll('&#39;', "'"))
    .join('');

test.each([
  ['code', "import { a } from 'b'; // c\nexport function f(x: i32): i32 {\n  return g(x, 1);\n}\n"],
  ['a comment without an end', 'let a;\n/* b\nc'],
  ['a string without an end', "'a\\\nb"],
  ['names that go on after a dollar', 'a$'.repeat(45_000)],
  ['a name that is called', `${'a$'.repeat(45_000)}(`],
])('the text stays: %s', (_, text) => {
  expect(textIn(text)).toBe(`${text}\n`);
  expect(coloured(text)).toHaveLength(text.split('\n').length);
});

test('a text of many lines is one piece', () => {
  const text = '\n'.repeat(100_000);
  expect(textIn(text)).toBe(`${text}\n`);
  expect(coloured(text)).toHaveLength(1);
});
