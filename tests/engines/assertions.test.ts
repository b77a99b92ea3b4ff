// A broken assertion is told by its number, which leads to its line.

import { expect, test } from 'vitest';
import { assertionsOf } from '../../src/engines/assertions.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { sourceFiles } from '../source-files.js';

const file = sourceFiles();

/** v4, with a check in its put. */
const withAssertions = (asserted: string): string => `import { assert } from 'reftorture/probes';
import { get as assertGet } from 'reftorture/protocols/v4';
import { put as putOfV4 } from 'reftorture/protocols/v4';
export { count, FREE, freeze, init, tryGet, unfreeze } from 'reftorture/protocols/v4';
// assert(false, 9) is a comment
export function put(word: i32): boolean {
  ${asserted}
  return putOfV4(word);
}
export function get(word: i32): void {
  assertGet(word);
}
`;

test('calls are found with their line and condition, over many lines and beside comments', () => {
  const protocolFile = file(
    'found.ts',
    withAssertions(`assert(word > 0, 1);
  assert(
    (word & 3) === 0 ||   word   < 0,
    22,
  );`),
  );
  const told = assertionsOf({ protocolFile });
  expect(told(1)).toEqual({ number: 1, source: 'found.ts:7', condition: 'word > 0' });
  expect(told(22)).toEqual({ number: 22, source: 'found.ts:8', condition: '(word & 3) === 0 || word < 0' });
  expect(told(9)).toEqual({ number: 9, source: '', condition: '' });
});

test('a number leads to its place in the protocol, or in what that imports', () => {
  const { file: protocolFile } = resolveProtocol('through-zero');
  const { source, condition } = assertionsOf({ protocolFile })(1);
  expect(source).toMatch(/^freeze-first\.ts:\d+$/);
  expect(condition).toBe('value !== references');
});

test('a number that two files use leads to both', () => {
  const text =
    "import { assert } from 'reftorture/probes';\nexport function check(word: i32): void {\n  assert(word > 1, 7);\n}\n";
  file('other.ts', text);
  const protocolFile = file(
    'mine.ts',
    `import { check } from './other.js';\n${withAssertions('assert(word > 0, 7);\n  check(word);')}`,
  );
  const { source, condition } = assertionsOf({ protocolFile })(7);
  expect(source.split(' or ').sort()).toEqual(['mine.ts:8', 'other.ts:3']);
  expect(condition.split(' or ').sort()).toEqual(['word > 0', 'word > 1']);
});
