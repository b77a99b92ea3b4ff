// Tests that, whatever a command writes with --out: `results` lists it and shows it as the command did, and `report`
// takes it, unless it is a list. tests/docs.test.ts holds what docs/results.md says of that.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctorText } from '../../src/report/doctor-text.js';
import { mutantsReport } from '../../src/report/mutants-table.js';
import { scaleFixture } from '../results/result-fixtures.js';
import { askCli } from './kept-cli.js';
import { oneMutant, sharedRun, shortExamination } from './shared-run.js';

const CLAIMS = fileURLToPath(new URL('../../examples/claims/', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Kept {
  readonly file: string;
  /** Output of the command. */
  readonly stdout: string;
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function kept(...args: string[]): Promise<Kept> {
  const file = join(folder, 'out.json');
  const { stdout } = await askCli([...args, '--out', file]);
  return { file, stdout };
}

async function demonstration(): Promise<Kept> {
  const run = await sharedRun(['demo', '--duration', '20ms']);
  return { file: written('out.json', run.written), stdout: run.stdout };
}

async function examination(): Promise<Kept> {
  const result = await shortExamination();
  return { file: written('out.json', JSON.stringify(result)), stdout: `${doctorText(result)}\n` };
}

async function comparison(): Promise<Kept> {
  const rates = { 'old 1': [1, 2, 3, 4, 5], 'v4 1': [2, 3, 4, 5, 6] };
  const [a, b] = ['a.json', 'b.json'].map((name, seed) => written(name, JSON.stringify(scaleFixture(rates, { seed }))));
  return kept('compare', a as string, b as string);
}

async function mutationTest(): Promise<Kept> {
  const result = await oneMutant();
  return { file: written('out.json', JSON.stringify(result)), stdout: `${mutantsReport(result)}\n` };
}

/** As it is shown and listed, and how its section on the page begins. */
type Kind = readonly [name: string, run: () => Promise<Kept>, listed: RegExp, section: string];

const KINDS: readonly Kind[] = [
  ['check --litmus', () => kept('check', '--litmus', 'SB'), /litmus@1 +litmus test SB +as stated .* any /, 'litmus'],
  [
    'check --litmus, two tests',
    () => kept('check', '--litmus', 'SB', 'LB'),
    /litmus-set@1 +litmus test SB; litmus test LB +as stated x2 /,
    'litmus',
  ],
  ['compare', comparison, /compare@1 +\S*a\.json and \S*b\.json +cannot tell x2 .* - /, 'comparisons'],
  ['mutants', mutationTest, /mutants@1 +1 broken protocol, 0 sound +1 found by check, 1 by race, 0 accused/, 'mutants'],
  ['doctor', examination, /doctor@1 +the machine +\d pieces? of advice/, 'doctor'],
  ['demo', demonstration, /demo@1 +the race of the report +shown /, 'demo'],
  [
    'judge, as written',
    () => kept('judge', join(CLAIMS, 'stolen-free.md')),
    /judge@1 +v4 in email +type confusion, stolen free: possible as written/,
    'checks',
  ],
  [
    'judge, otherwise',
    () => kept('judge', join(CLAIMS, 'step-2-too-early.md')),
    /judge@1 +v4 in email +stolen free: possible otherwise/,
    'checks',
  ],
  [
    'judge, impossible',
    () => kept('judge', join(CLAIMS, 'freeze-first.md')),
    /judge@1 +freeze-first in email +stolen free: impossible in these bounds/,
    'checks',
  ],
  ['claims', () => kept('claims', 'C10', '--quick'), /claims@1 +1 claim +puts alone no · with a get yes /, 'claims'],
];

describe.each(KINDS)('%s', (_, run, row, section) => {
  let result: Kept;
  beforeAll(async () => {
    result = await run();
  });

  test('is shown by results as by its command', async () => {
    const { code, stdout, stderr } = await askCli(['results', result.file]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/^made .*\n(?:.+\n)*$/m, '')).toBe(result.stdout);
  });

  test('is listed by results', async () => {
    const { stdout } = await askCli(['results', result.file, result.file]);
    expect(stdout).toMatch(row);
  });

  test('has a section on the page', async () => {
    const page = join(folder, 'page.html');
    const { code, stderr } = await askCli(['report', result.file, '-o', page]);
    expect([code, stderr]).toEqual([0, '']);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain(`<section id="${section}">`);
    expect(html).toContain(`<a href="#${section}">`);
    expect(html).not.toMatch(/<th scope="col"[^>]*>\s*<\/th>/);
  });
});

test('a replay is shown without the steps, which are in the witness', async () => {
  const witness = join(folder, 'witness.json');
  await askCli(['check', '--witness', witness]);
  const { file, stdout } = await kept('replay', witness);
  const shown = (await askCli(['results', file])).stdout.split('\n');
  expect(shown[0]).toBe(stdout.split('\n')[0]);
  expect(shown[2]).toMatch(/^confirmed: 1 of 1 replay agreed in all 16 steps/);
});

describe.each([
  ['list', () => kept('list'), /list@1 +\d+ protocols, \d+ scenarios +\d+ sound/],
  [
    'results --json',
    async () => {
      const [stdout, json] = [await askCli(['results', folder]), await askCli(['results', folder, '--json'])];
      return { file: written('listing.json', json.stdout), stdout: stdout.stdout };
    },
    /results@1 +\d+ result files +\d+ left out/,
  ],
] as const)('%s, which is no result of a run,', (_, run, row) => {
  test('is shown and listed by results, and refused by report', async () => {
    const { file, stdout } = await run();
    expect((await askCli(['results', file])).stdout.replace(/^made .*\n(?:.+\n)*$/m, '')).toBe(stdout);
    expect((await askCli(['results', file, file])).stdout).toMatch(row);
    const { code, stderr } = await askCli(['report', file, '-o', join(folder, 'none.html')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^reftorture: ".*" is a list \(reftorture\/.*@1\), with nothing for a page: leave it out\n$/,
    );
  });
});
