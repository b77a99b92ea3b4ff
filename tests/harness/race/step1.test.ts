// Step 1 of a put in a user's sources: where a violated race is marked.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { step1Of } from '../../../src/harness/race/step1.js';
import { resolveProtocol } from '../../../src/requests/resolve-protocol.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));

function written(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.join('\n'));
  return file;
}

const REST = "export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/freeze-first';";

test("it is looked for in what put calls, in whichever file of the user's, and not in comments", () => {
  const drops = written(
    'drops.ts',
    "import { fetchSub, load } from 'reftorture/memory';",
    "import { RELAXED, RELEASE } from 'reftorture/order';",
    "import { window as between } from 'reftorture/window';",
    'export function put(word: i32): boolean { // neither fetchAdd( nor window() is here',
    '  return drop(word);',
    '}',
    'function drop(word: i32): boolean {',
    '  const before = fetchSub(word, 1, RELEASE);',
    '  if (before !== 1) return load(word, RELAXED) < 0; // after fetchSub(word)',
    '  between();',
    '  return fetchSub(word, 1, RELEASE) === 0;',
    '}',
  );
  const whole = written('whole.ts', REST, "export { put } from './drops.ts';");
  expect(step1Of(resolveProtocol(whole))).toEqual({ file: drops, line: 8 });
});

test('without a window it is put', () => {
  const file = written(
    'one-step.ts',
    "import { fetchSub } from 'reftorture/memory';",
    "import { FULL } from 'reftorture/order';",
    REST,
    'export function put(word: i32): boolean {',
    '  return fetchSub(word, 1, FULL) === 1;',
    '}',
  );
  expect(step1Of(resolveProtocol(file))).toEqual({ file, line: 4 });
});

test('functions that call each other, which a compiler refuses, are read once', () => {
  const file = written(
    'circle.ts',
    REST,
    'export function put(word: i32): boolean {',
    '  return again(word);',
    '}',
    'function again(word: i32): boolean {',
    '  return put(word);',
    '}',
  );
  expect(step1Of(resolveProtocol(file))).toEqual({ file, line: 2 });
});

test('a protocol of the registry has none: nothing is marked there', () => {
  expect(step1Of(resolveProtocol('v4'))).toBeUndefined();
});
