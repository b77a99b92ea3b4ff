// What the system turns down, said in words, on one line.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { raceFixture } from '../results/result-fixtures.js';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
afterAll(() => rmSync(folder, { recursive: true }));
const race = join(folder, 'race.json');
writeFileSync(race, JSON.stringify(raceFixture()));

it.each([
  [['replay', folder], `cannot read "${folder}": it is a folder`],
  [['check', '--litmus', folder], `no litmus test to read at "${folder}": it is a folder`],
  [['check', '--litmus', 'none.litmus'], 'no litmus test to read at "none.litmus": there is no such file'],
  [['new', join(folder, 'none/x.ts')], `cannot write "${join(folder, 'none/x.ts')}": there is no such folder`],
  [
    ['report', race, '-o', join(folder, 'page.html'), '--svg', race],
    `cannot make the folder "${race}": there is a file of that name`,
  ],
  [
    ['race', '--protocol', folder],
    `"${folder}" is a folder: give a path to a TypeScript file, or a name that "reftorture list" shows`,
  ],
  [
    ['race', '--scenario', folder],
    `"${folder}" is a folder: give a path to a TypeScript file, or a name that "reftorture list" shows`,
  ],
])('%j', async (args, message) => {
  const { code, stdout, stderr } = await runCli(args);
  expect([code, stdout, stderr]).toEqual([2, '', `reftorture: ${message}\n`]);
});
