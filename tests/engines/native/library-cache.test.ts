// Tests that, whatever has become of a library of the cache, a run gets the right one, and so does the next.

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachedLibrary, cacheUse } from '../../../src/engines/native/library-cache.js';

const NAME = 'kernel.so';

let folder: string;
let made = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-cache-'));
  made = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

async function contents(name = NAME, where = folder): Promise<string> {
  const path = await cachedLibrary(name, where, async () => {
    made++;
    return Buffer.from('the kernel');
  });
  const text = readFileSync(path, 'utf8');
  return text.startsWith('the kernel') ? 'the kernel' : text; // a seal may follow
}

test('it is made once', async () => {
  expect([await contents(), await contents(), made]).toEqual(['the kernel', 'the kernel', 1]);
});

test.each<[what: string, damage: (file: string) => void]>([
  ['empty', (file) => truncateSync(file)],
  ['cut short', (file) => truncateSync(file, 35)],
  ['of one wrong byte', (file) => writeFileSync(file, readFileSync(file).fill(0, 40, 41))],
  ['foreign', (file) => writeFileSync(file, 'hello, world: a text that is longer than a seal')],
  ['another one renamed', (file) => writeFileSync(file, readFileSync(join(folder, 'other.so')))],
])('a file that is %s is made again', async (_what, damage) => {
  await contents('other.so');
  await contents();
  damage(join(folder, NAME));
  expect([await contents(), await contents(), made]).toEqual(['the kernel', 'the kernel', 3]);
});

test('a folder that cannot be written is done without', async () => {
  const where = join(folder, 'file/below');
  writeFileSync(join(folder, 'file'), '');
  expect([await contents(NAME, where), await contents(NAME, where), made]).toEqual(['the kernel', 'the kernel', 2]);
});

describe('the size of the cache', () => {
  const OLD = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
  const [KEPT, OLD_ONE, NEW] = ['0123456789abcdef.so', '00112233445566aa.so', 'aaaabbbbccccdddd.so'] as const;

  test('files that nobody has used for a month go when the next one is written, and no others', async () => {
    for (const name of [KEPT, OLD_ONE]) await contents(name);
    for (const name of ['notes.txt', `.${OLD_ONE}.99`]) writeFileSync(join(folder, name), 'x');
    for (const name of [OLD_ONE, 'notes.txt', `.${OLD_ONE}.99`]) utimesSync(join(folder, name), OLD, OLD);
    await contents(NEW);
    expect(readdirSync(folder).sort()).toEqual([KEPT, NEW, 'notes.txt'].sort());
  });

  test('a file that is used stays', async () => {
    await contents(OLD_ONE);
    utimesSync(join(folder, OLD_ONE), OLD, OLD);
    await contents(OLD_ONE);
    await contents(NEW);
    expect([readdirSync(folder).sort(), made]).toEqual([[OLD_ONE, NEW].sort(), 2]);
  });

  test('is known, and whether it can be written', async () => {
    await contents(KEPT);
    const bytes = statSync(join(folder, KEPT)).size;
    writeFileSync(join(folder, 'notes.txt'), 'x');
    expect(cacheUse(folder)).toEqual({ folder, files: 1, bytes, writable: true });
    expect(cacheUse(join(folder, 'not/yet'))).toMatchObject({ files: 0, bytes: 0, writable: true });
    expect(cacheUse(join(folder, 'notes.txt/below'))).toMatchObject({ files: 0, writable: false });
  });
});

// Node's own recursive mkdir never ends there.
test.skipIf(!existsSync('/proc'))('so is one below /proc', async () => {
  const path = await cachedLibrary('0000000000000000.test.so', '/proc/none/below', async () => new Uint8Array([1]));
  expect([...readFileSync(path)]).toEqual([1]);
});
