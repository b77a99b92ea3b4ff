// Tests of what an output may replace, and what it must not.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOutput } from '../../src/commands/output-file.js';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';
import { askCli } from './kept-cli.js';
import { CLI } from './run-cli.js';

const NOTHING = { inputs: [], outputs: [] };
const NOBODY = 65534;
const RESULT = '{"schema": "reftorture/race@1"}';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Runs `work` without the privileges of root, to whom nothing is write-protected. */
function unprivileged(work: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('an output', () => {
  test('replaces the file that a link leads to, and leaves the link', () => {
    const target = written('target.json', RESULT);
    const link = join(folder, 'link.json');
    symlinkSync('target.json', link);
    openOutput(link, 'result', NOTHING).commit('new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  test('does not replace a link that leads nowhere', () => {
    const link = join(folder, 'link.ts');
    symlinkSync('none.ts', link);
    expect(() => openOutput(link, 'code', NOTHING)).toThrow(`cannot write "${link}": it is a link that leads nowhere`);
    expect(readdirSync(folder)).toEqual(['link.ts']);
  });

  test.skipIf(process.geteuid === undefined)('leaves a write-protected file alone', () => {
    const file = written('kept.json', 'kept');
    chmodSync(folder, 0o777);
    chmodSync(file, 0o444);
    unprivileged(() =>
      expect(() => openOutput(file, 'result', NOTHING)).toThrow(`cannot write "${file}": permission denied`),
    );
    expect(readdirSync(folder)).toEqual(['kept.json']);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  test.each([
    ['result', RESULT, '{"schema": "other/race@1"}'],
    ['result', '{\n  "schema": "reftorture/check@1",', 'notes on "schema": "reftorture/"'],
    ['page', '<!doctype html>\n<head><meta name="generator" content="reftorture 9.9.9">', '<!doctype html>\n<p>'],
    ['chart', '<svg viewBox="0 0 1 1">', RESULT],
    ['page', '', RESULT],
  ] as const)('replaces a %s that begins %j, and not what begins %j', (kind, own, foreign) => {
    const [ours, theirs] = [written('ours', own), written('theirs', foreign)];
    openOutput(ours, kind, NOTHING).commit('new');
    expect(readFileSync(ours, 'utf8')).toBe('new');
    expect(() => openOutput(theirs, kind, NOTHING)).toThrow(
      `cannot write "${theirs}": it is there, and is no ${kind} of reftorture; choose another name, or say --force`,
    );
    expect(readFileSync(theirs, 'utf8')).toBe(foreign);
    openOutput(theirs, kind, { ...NOTHING, force: true }).commit('new');
    expect(readFileSync(theirs, 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['ours', 'theirs']);
  });

  test('needs a name', () => {
    expect(() => openOutput('', 'result', NOTHING)).toThrow('cannot write "": give the name of a file');
  });

  test('goes to no file that is read, by whatever path', () => {
    const input = written('input.json', 'input');
    const link = join(folder, 'link.json');
    symlinkSync(input, link);
    for (const file of [input, join(folder, '.', 'input.json'), link]) {
      const taken = { inputs: [input], outputs: [] };
      expect(() => openOutput(file, 'result', taken)).toThrow(`cannot write "${file}": this command reads it`);
    }
    expect(readFileSync(input, 'utf8')).toBe('input');
  });

  test('goes to no file of another output', () => {
    const file = join(folder, 'x.json');
    expect(() => openOutput(file, 'result', { inputs: [], outputs: [join(folder, 'x.json')] })).toThrow(
      `cannot write "${file}": another output goes there`,
    );
  });

  test('may share a device', () => {
    openOutput('/dev/null', 'result', { inputs: ['/dev/null'], outputs: ['/dev/null'] }).commit('text');
    expect(existsSync('/dev/null')).toBe(true);
  });
});

describe('an input stays as it is when --out names it,', () => {
  const race = JSON.stringify(raceFixture());
  const scale = JSON.stringify(scaleFixture({ 'old 1': [1, 2, 3] }));
  const protocol = 'export const FREE: i32 = 0;\n';

  test.each([
    ['race --protocol', 'mine.ts', protocol, (file: string) => ['race', '--protocol', file]],
    ['race --scenario', 'mine.ts', protocol, (file: string) => ['race', '--scenario', file]],
    ['check --protocol', 'mine.ts', protocol, (file: string) => ['check', '--protocol', `old,${file}`]],
    ['check --litmus', 'x.litmus', 'C x\n', (file: string) => ['check', '--litmus', file]],
    ['scale --protocol', 'mine.ts', protocol, (file: string) => ['scale', '--protocol', file]],
    ['replay', 'witness.json', '{}', (file: string) => ['replay', file]],
    ['report', 'race.json', race, (file: string) => ['report', file]],
    ['compare', 'scale.json', scale, (file: string) => ['compare', file, file]],
    ['results --merge', 'race.json', race, (file: string) => ['results', '--merge', file]],
  ])('%s', async (_, name, text, args) => {
    const file = written(name, text);
    const { code, stdout, stderr } = await askCli([...args(file), '--out', file]);
    expect([code, stdout, stderr]).toEqual([2, '', `reftorture: cannot write "${file}": this command reads it\n`]);
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('a result that is printed and written to standard output', () => {
  const list = ['list', '--json', '--out', '/dev/stdout'];

  test('is there once in a pipe', () => {
    const { status, stdout } = spawnSync(process.execPath, [CLI, ...list], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'reftorture/list@1' });
  });

  test('is there once in a file, behind what the file had', () => {
    const file = written('all.txt', 'first\n');
    const stdout = openSync(file, 'a');
    expect(spawnSync(process.execPath, [CLI, ...list], { stdio: ['ignore', stdout, 'inherit'] }).status).toBe(0);
    closeSync(stdout);
    const [, ...lines] = readFileSync(file, 'utf8').split('\n');
    expect(readFileSync(file, 'utf8')).toMatch(/^first\n/);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({ schema: 'reftorture/list@1' });
  });
});

test('a built-in protocol is a name, not a file that is read', async () => {
  const file = 'old';
  const args = ['check', '--protocol', file, '--dtor', 'looked-up', '--out', join(folder, file)];
  expect((await askCli(args)).code).toBe(0);
  expect(readdirSync(folder)).toEqual([file]);
});

test('two outputs of one command go to two files', async () => {
  const file = join(folder, 'x.json');
  const { code, stderr } = await askCli(['check', '--witness', file, '--out', file]);
  expect([code, stderr]).toEqual([2, `reftorture: cannot write "${file}": another output goes there\n`]);
  expect(readdirSync(folder)).toEqual([]);
});
