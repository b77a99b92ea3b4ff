// The shell around the commands: what is printed is printed before it is kept, and neither a full disk nor a reader that
// goes away takes a result along.

import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';
import { inSlow } from '../slow.js';
import { askCli } from './kept-cli.js';
import { CLI, HEARTBEAT, RACING, watchCli } from './run-cli.js';

const CLAIM = fileURLToPath(new URL('../../examples/claims/stolen-free.md', import.meta.url));
const LITMUS = fileURLToPath(new URL('../litmus/SB.litmus', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, value: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

/** A quick run of each command with --out, and the schema of what it keeps. */
const COMMANDS: readonly (readonly [
  name: string,
  args: () => readonly string[] | Promise<readonly string[]>,
  schema: string,
])[] = [
  ['race', () => ['race', '--protocol', 'old', '--duration', '50ms'], 'race@1'],
  ['check', () => ['check', '--protocol', 'old'], 'check@1'],
  ['check --litmus', () => ['check', '--litmus', LITMUS], 'litmus@1'],
  ['scale', () => ['scale', '--threads', '1', '--trials', '1', '--duration', '5ms'], 'scale@1'],
  ['claims', () => ['claims', 'C10', '--quick'], 'claims@1'],
  ['replay', async () => ['replay', await witness()], 'replay@1'],
  ['judge', () => ['judge', CLAIM], 'judge@1'],
  [
    'compare',
    () => {
      const rates = { 'old 1': [1, 2, 3, 4, 5] };
      return ['compare', written('a.json', scaleFixture(rates)), written('b.json', scaleFixture(rates, { seed: 2 }))];
    },
    'compare@1',
  ],
  [
    'results',
    () => ['results', '--merge', ...[1, 2].map((seed) => written(`${seed}.json`, raceFixture({ config: { seed } })))],
    'race@1',
  ],
  ['list', () => ['list'], 'list@1'],
];

/** One shell is around them all: by default full disks meet those that take no time. */
const SOME = inSlow(
  COMMANDS,
  COMMANDS.filter(([name]) => ['check', 'results', 'list'].includes(name)),
);

async function witness(): Promise<string> {
  const file = join(folder, 'witness.json');
  await askCli(['check', '--witness', file]);
  return file;
}

function schemaIn(file: string): unknown {
  return (JSON.parse(readFileSync(file, 'utf8')) as { schema: unknown }).schema;
}

function leftOver(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.tmp'));
}

describe.skipIf(!existsSync('/dev/full'))('a full disk under the output leaves the file of --out', () => {
  test.each(SOME)('of %s', async (_, args, schema) => {
    const full = openSync('/dev/full', 'w');
    const out = join(folder, 'out.json');
    const stdio = ['ignore', full, 'pipe'] as const;
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...(await args()), '--out', out], {
      stdio: [...stdio],
    });
    closeSync(full);
    const said = String(stderr).replace(HEARTBEAT, '');
    expect([status, said]).toEqual([2, 'reftorture: cannot write the output: no space is left\n']);
    expect(schemaIn(out)).toBe(`reftorture/${schema}`);
    expect(leftOver()).toEqual([]);
  });
});

describe.skipIf(!existsSync('/dev/full'))('a full disk under --out leaves the output', () => {
  test.each(SOME)('of %s', async (_, args, schema) => {
    const { code, stdout, stderr } = await askCli([...(await args()), '--json', '--out', '/dev/full']);
    expect([code, stderr]).toEqual([2, 'reftorture: cannot write "/dev/full": no space is left\n']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: `reftorture/${schema}` });
  });
});

test.skipIf(!existsSync('/dev/full'))('a full disk under --witness comes before the output', async () => {
  const { code, stdout, stderr } = await askCli(['check', '--json', '--witness', '/dev/full']);
  expect([code, stdout, stderr]).toEqual([2, '', 'reftorture: cannot write "/dev/full": no space is left\n']);
});

describe('what is kept says when it was made, and by which command line:', () => {
  test.each(COMMANDS)('%s', async (_, args, schema) => {
    const line = [...(await args()), '--out', join(folder, 'out.json')];
    const before = Date.now();
    await askCli(line);
    const kept = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as { madeAt: string };
    expect(Object.keys(kept).slice(0, 3)).toEqual(['schema', 'madeAt', 'commandLine']);
    expect(kept).toMatchObject({ schema: `reftorture/${schema}`, commandLine: ['reftorture', ...line] });
    expect(Date.parse(kept.madeAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(kept.madeAt)).toBeLessThanOrEqual(Date.now());
  });

  test('check --witness', async () => {
    const file = join(folder, 'witness.json');
    await askCli(['check', '--witness', file]);
    const { commandLine } = JSON.parse(readFileSync(file, 'utf8')) as { commandLine: string[] };
    expect(commandLine).toEqual(['reftorture', 'check', '--witness', file]);
  });

  test('a word that could not be read again is kept as far as it can be', async () => {
    const out = join(folder, 'a\u001b[2Jb.json');
    await askCli(['list', '--out', out]);
    const { commandLine } = JSON.parse(readFileSync(out, 'utf8')) as { commandLine: string[] };
    expect(commandLine.at(-1)).toBe(join(folder, 'a\ufffd[2Jb.json'));
  });
});

test('a reader that goes away leaves the file of --out and the exit code', async () => {
  const out = join(folder, 'out.json');
  const args = ['race', '--protocol', 'old', '--duration', '50ms', '--out', out];
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(0);
  expect(schemaIn(out)).toBe('reftorture/race@1');
});

test('the second Ctrl-C ends at once and leaves no half-written file', async () => {
  const out = join(folder, 'out.json');
  // A round of this race does not look at the stop word for half a second.
  const args = ['race', '--stall', 'spin:1000000000', '--duration', '1m', '--out', out];
  // Every redrawing of the line that says that it runs brings one more.
  const { code } = await watchCli(args, (shown, child) => RACING.test(shown) && child.kill('SIGINT'));
  expect(code).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
});

/** Runs the shell around a work that says something before it ends. */
const TELLING = `import { runInShell } from '${new URL('../../dist/commands/shell.js', import.meta.url).href}';
  const work = ({ say }) => {
    say('in between, ');
    return { value: { schema: 'a@1', kept: true }, text: () => 'at the end', exitCode: 3 };
  };
  await runInShell({ json: process.argv[1] === 'json' }, work);`;

test('what a command says in between is part of its text, and not of its JSON', () => {
  const [text, json] = ['text', 'json'].map((format) => {
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', TELLING, format]);
    expect(status).toBe(3);
    return String(stdout);
  });
  expect(text).toBe('in between, at the end\n');
  expect(JSON.parse(json ?? '')).toMatchObject({ schema: 'a@1', kept: true });
});

test.each([
  [['check', '--json', '--markdown'], 'choose one of --json and --markdown'],
  [['scale', '--csv', '--markdown'], 'choose one of --csv and --markdown'],
  [['claims', '--json', '--markdown'], 'choose one of --json and --markdown'],
])('%j: only one flag decides what is printed', async (args, message) => {
  const { code, stdout, stderr } = await askCli(args);
  expect([code, stdout, stderr]).toEqual([2, '', `reftorture: ${message}\n`]);
});
