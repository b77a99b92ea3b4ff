// Whatever has become of a file of the cache, a run gets the right contents, and so does the next one.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cachedOrMade } from '../../src/engines/cache.js';

const NAME = 'kernel.js';

let folder: string;
let made = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-cache-'));
  made = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

async function contents(name = NAME, where = folder): Promise<string> {
  const make = async (): Promise<string> => {
    made++;
    return 'the kernel';
  };
  return (await cachedOrMade(name, where, make)).toString('utf8');
}

test('it is made once', async () => {
  expect([await contents(), await contents(), made]).toEqual(['the kernel', 'the kernel', 1]);
});

test.each<[what: string, damage: (file: string) => void]>([
  ['empty', (file) => truncateSync(file)],
  ['cut short', (file) => truncateSync(file, 35)],
  ['of one wrong byte', (file) => writeFileSync(file, readFileSync(file).fill(0, 40, 41))],
  ['foreign', (file) => writeFileSync(file, 'hello, world: a text that is longer than a seal')],
  ['another one renamed', (file) => writeFileSync(file, readFileSync(join(folder, 'other.js')))],
])('a file that is %s is made again', async (_what, damage) => {
  await contents('other.js');
  await contents();
  damage(join(folder, NAME));
  expect([await contents(), await contents(), made]).toEqual(['the kernel', 'the kernel', 3]);
});

test('what other compilers made is not known by name and contents alone', async () => {
  await contents();
  const seal = readFileSync(join(folder, NAME)).subarray(0, 32);
  const ofTheseAlone = createHash('sha256').update(`${NAME}\0the kernel`).digest();
  expect(seal.equals(ofTheseAlone)).toBe(false);
});

test('a folder that cannot be written is done without', async () => {
  const where = join(folder, 'file/below');
  writeFileSync(join(folder, 'file'), '');
  expect([await contents(NAME, where), await contents(NAME, where), made]).toEqual(['the kernel', 'the kernel', 2]);
});
