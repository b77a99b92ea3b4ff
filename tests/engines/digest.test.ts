// The digest by which a kernel is found again: whatever can be part of the kernel is part of it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceDigest } from '../../src/engines/digest.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-digest-'));
  write('mine.ts', "export * from 'reftorture/protocols/v4';\nexport { one } from './beside.js';\n");
  write('beside.ts', "import { two } from './further.js';\nexport const one = two;\n");
  write('further.ts', 'export const two = 2;\n');
  write('roles.ts', "import { two } from './further.js';\nexport function role(): void {}\n");
  write('stranger.ts', 'export const three = 3;\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** Of the protocol alone, and with the scenario beside it. */
const digests = (): [string, string] => [
  sourceDigest(join(folder, 'mine.ts')),
  sourceDigest(join(folder, 'mine.ts'), join(folder, 'roles.ts')),
];

test('it is the same for the same sources, and another with another scenario', () => {
  expect(digests()).toEqual(digests());
  expect(digests()[0]).not.toBe(digests()[1]);
});

test.each([
  ['the protocol', 'mine.ts', [true, true]],
  ['a file that it imports', 'beside.ts', [true, true]],
  ['a file that this one imports', 'further.ts', [true, true]],
  ['the scenario', 'roles.ts', [false, true]],
  ['another file', 'stranger.ts', [false, false]],
] as const)('a change of %s (%s) changes what it is part of', (_, name, expected) => {
  const before = digests();
  write(name, '// changed\n');
  const after = digests();
  expect(after.map((digest, index) => digest !== before[index])).toEqual(expected);
});
