// Tests of what the system turns down, said in words, on one line.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { raceFixture } from '../results/result-fixtures.js';
import { askCli } from './kept-cli.js';
import { CLI } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
afterAll(() => rmSync(folder, { recursive: true }));
const race = join(folder, 'race.json');
writeFileSync(race, JSON.stringify(raceFixture()));
symlinkSync('round.ts', join(folder, 'round.ts'));

test.each<[args: string[], message: string]>([
  [['replay', folder], `cannot read "${folder}": it is a folder`],
  [['check', '--litmus', folder], `no litmus tests below "${folder}": their names end in .litmus`],
  [['check', '--litmus', 'none.litmus'], 'no litmus test to read at "none.litmus": there is no such file'],
  [['new', join(folder, 'none/x.ts')], `cannot write "${join(folder, 'none/x.ts')}": there is no such folder`],
  [
    ['report', race, '-o', join(folder, 'page.html'), '--svg', race],
    `cannot make the folder "${race}": there is a file of that name`,
  ],
  ...[join(race, 'x.ts'), join(folder, 'round.ts'), join(folder, `${'x'.repeat(300)}.ts`)].map(
    (file): [string[], string] => [
      ['race', '--protocol', file],
      `no protocol file at "${file}": give a path to a TypeScript file, or a name that "reftorture list" shows`,
    ],
  ),
  [
    ['race', '--protocol', folder],
    `"${folder}" is a folder: give a path to a TypeScript file, or a name that "reftorture list" shows`,
  ],
  [
    ['race', '--scenario', folder],
    `"${folder}" is a folder: give a path to a TypeScript file, or a name that "reftorture list" shows`,
  ],
])('%j', async (args, message) => {
  const { code, stdout, stderr } = await askCli(args);
  expect([code, stdout, stderr]).toEqual([2, '', `reftorture: ${message}\n`]);
});

test.skipIf(process.platform === 'win32')('a protocol that may not be read, or imports a folder, is bad usage', () => {
  const file = join(folder, 'secret.ts');
  const importing = join(folder, 'importing.ts');
  writeFileSync(file, '', { mode: 0 });
  writeFileSync(importing, "export * from './within.ts';");
  mkdirSync(join(folder, 'within.ts'));
  chmodSync(folder, 0o755);
  const uid = process.getuid?.() === 0 ? { uid: 65534 } : {}; // the superuser may read everything
  for (const [path, message] of [
    [file, `"${file}": permission denied`],
    [importing, `"${join(folder, 'within.ts')}": it is a folder`],
  ] as const) {
    const args = [CLI, 'check', '--protocol', path];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', ...uid });
    expect([status, stderr]).toEqual([2, `reftorture: cannot read ${message}\n`]);
  }
});

// Files may have no bytes at all here: as on a full disk, but anybody can have it.
test.skipIf(process.platform === 'win32')('a file that cannot be written is not begun', () => {
  const file = join(folder, 'mine.ts');
  const script = `trap '' XFSZ; ulimit -f 0; exec "$0" "$@"`;
  const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, CLI, 'new', file], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([
    2,
    `reftorture: cannot write "${file}": the file would be larger than is allowed\n`,
  ]);
  expect(existsSync(file)).toBe(false);
});

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  test('under the output is said', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'list'], { stdio: ['ignore', full, 'pipe'] });
    expect([status, String(stderr)]).toEqual([2, 'reftorture: cannot write the output: no space is left\n']);
    closeSync(full);
  });

  test('under the complaints leaves the exit code', () => {
    const full = openSync('/dev/full', 'w');
    expect(spawnSync(process.execPath, [CLI, 'lisst'], { stdio: ['ignore', 'pipe', full] }).status).toBe(2);
    closeSync(full);
  });
});

test('results reads standard input', () => {
  const given = (input: string): string => {
    const { stdout, stderr } = spawnSync(process.execPath, [CLI, 'results', '-'], { input, encoding: 'utf8' });
    return stdout + stderr;
  };
  expect(given(JSON.stringify(raceFixture()))).toMatch(/^race: /);
  expect(given('')).toBe('reftorture: "-" is empty\n');
});
