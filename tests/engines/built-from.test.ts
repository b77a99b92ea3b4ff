import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isUpToDate, stamp } from '../../src/engines/built-from.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reftorture-built-'));
  for (const folder of ['dist', 'src/deep/down']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['src/one.ts', 'src/deep/down/two.ts', 'tsconfig.json', 'package.json']) write(file, 'as built');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

describe('what was built', () => {
  test('is up to date while its sources say the same', () => {
    stamp(root);
    write('src/one.ts', 'as built'); // the same again: the time of a file says nothing
    expect(isUpToDate(root)).toBe(true);
  });

  test.each<[what: string, change: () => void]>([
    ['a source changed', () => write('src/deep/down/two.ts', 'newer')],
    ['there is one more', () => write('src/three.ts', '')],
    ['one is gone', () => rmSync(join(root, 'src/one.ts'))],
    ['one is elsewhere', () => renameSync(join(root, 'src/one.ts'), join(root, 'src/deep/one.ts'))],
    ['the compiler is told something else', () => write('tsconfig.json', '{}')],
    ['the package is another', () => write('package.json', '{}')],
    ['the build was removed', () => rmSync(join(root, 'dist'), { recursive: true })],
  ])('is not when %s', (_, change) => {
    stamp(root);
    change();
    expect(isUpToDate(root)).toBe(false);
  });

  test('is not when it was never finished', () => expect(isUpToDate(root)).toBe(false));
});
