// Assertions are found in the text of portable files, so that a number becomes a line.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertionsOf } from '../../src/engines/assertions.js';
import { assertionsIn } from '../../src/engines/assertions-in.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';

test('calls are found with their line and condition, over several lines and beside comments', () => {
  const source = `// assert(false, 9) is a comment
import { assert } from 'reftorture/journal';
export function put(word: i32): boolean {
  assert(before > 0, 1);
  assert(
    (before & COUNT) > 0 || // of this generation
      wrap(before) !== 0,
    22,
  );
  reassert(1, 2);
  return assert (before, number);
}`;
  expect(assertionsIn(source)).toEqual([
    { number: 1, line: 4, condition: 'before > 0' },
    { number: 22, line: 5, condition: '(before & COUNT) > 0 || wrap(before) !== 0' },
  ]);
});

test('a number leads to its place in the protocol, or in what that imports', () => {
  const { file: protocolFile } = resolveProtocol('through-zero');
  const { source, condition } = assertionsOf({ protocolFile })(1);
  expect(source).toMatch(/^freeze-first\.ts:\d+$/);
  expect(condition).toBe('value !== references');
});

test('a number that two files use leads to both, and one that none uses to none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assertions-'));
  writeFileSync(join(folder, 'other.ts'), 'assert(b, 7);');
  const protocolFile = join(folder, 'mine.ts');
  writeFileSync(protocolFile, "export { put } from './other.js';\nassert(a, 7);");
  expect(assertionsOf({ protocolFile })(7)).toMatchObject({ source: expect.stringContaining('mine.ts:2') });
  expect(assertionsOf({ protocolFile })(7)).toMatchObject({ source: expect.stringContaining('other.ts:1') });
  expect(assertionsOf({ protocolFile })(70)).toEqual({ number: 70, source: '', condition: '' });
});
