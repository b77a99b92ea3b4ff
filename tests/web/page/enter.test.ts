// The Enter key: when it means something, and what it writes in the editor.

import { expect, test } from 'vitest';
import { isEnter } from '../../../src/web/page/frame/page.js';
import { lineAfter } from '../../../src/web/page/write/editor.js';

const pressed = (more: Partial<KeyboardEvent>): KeyboardEvent =>
  ({ key: 'Enter', isComposing: false, keyCode: 13, ...more }) as KeyboardEvent;

test('Enter that ends the writing of a character is none', () => {
  expect(isEnter(pressed({}))).toBe(true);
  expect(isEnter(pressed({ key: 'a' }))).toBe(false);
  expect(isEnter(pressed({ isComposing: true, keyCode: 229 }))).toBe(false);
  expect(isEnter(pressed({ keyCode: 229 }))).toBe(false); // Safari, where the writing has ended by then
});

test.each([
  ['', '\n'],
  ['one();', '\n'],
  ['a\n  two();', '\n  '],
  ['\tthree(); ', '\n\t'],
  ['  if (four) { ', '\n    '],
  ['{ five }', '\n'],
  ['{\n', '\n'],
])('the line after %j begins with %j', (before, begun) => {
  expect(lineAfter(before)).toBe(begun);
});
