// Lines of source files by positions in a module.

import { expect, test } from 'vitest';
import { placeIn, sourceLines } from '../../src/front-end/places.js';

const FIRST = { path: '/package/src/first.ts', text: 'one\n  two // 2\n\nfour', own: false, base: 0 };
const SECOND = { path: '/home/second.ts', text: 'five\nsix\n', own: true, base: FIRST.text.length + 1 };

test.each([
  [FIRST, 'one', 1],
  [FIRST, '\n  two', 1],
  [FIRST, '// 2', 2],
  [FIRST, 'four', 4],
  [SECOND, 'five', 1],
  [SECOND, 'six', 2],
])('in %o: %j', ({ path, text, own, base }, part, line) => {
  const found = sourceLines([FIRST, SECOND])(base + text.indexOf(part));
  const code = text.split('\n')[line - 1]?.trim();
  expect(found).toEqual({ file: path.slice(path.lastIndexOf('/') + 1), line, code, own });
});

test('the end of a file is on its last line', () => {
  const lineOf = sourceLines([FIRST, SECOND]);
  expect(lineOf(FIRST.text.length)).toMatchObject({ file: 'first.ts', line: 4 });
  expect(lineOf(SECOND.base + SECOND.text.length)).toMatchObject({ file: 'second.ts', line: 3, code: '' });
});

test('a place in a file counts lines and columns from 1', () => {
  expect(placeIn(FIRST, 0)).toBe('first.ts:1:1');
  expect(placeIn(FIRST, FIRST.text.indexOf('two'))).toBe('first.ts:2:3');
});
