// Verdicts for the machines that run other people's tests: JUnit's XML, annotations, and entries of a benchmark.

import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { annotations, junitXml, type TestCase } from '../../src/report/test-cases.js';
import { askCli, KeptCli } from './kept-cli.js';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
const mine = join(folder, 'mine.ts');
copyFileSync(new URL('../../src/protocols/v4.ts', import.meta.url), mine);
writeFileSync(
  mine,
  readFileSync(mine, 'utf8')
    .replaceAll(/'#(\w+)'/g, "'reftorture/$1'")
    .replaceAll(/'\.\.\/(?:runtime)\/(\w+)\.js'/g, "'reftorture/$1'"),
);
const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder };
const onGitHub = new KeptCli({ env: GITHUB });
afterAll(() => onGitHub.end());
const STEP_1 =
  readFileSync(mine, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('fetchSub(word, references')) + 1;

test('a violated check is marked at step 1 of the put that won, on standard error', async () => {
  const junit = join(folder, 'check.xml');
  const { code, stdout, stderr } = await runCli(
    ['check', '--protocol', mine, '--json', '--junit', junit],
    undefined,
    GITHUB,
  );
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'reftorture/check@1', verdict: 'violated' });
  const marks = stderr.split('\n').filter((line) => line.startsWith('::error '));
  expect(marks).toHaveLength(2);
  for (const mark of marks)
    expect(mark).toMatch(new RegExp(`^::error file=mine\\.ts,line=${STEP_1},title=.*stolen free::`));
  const xml = readFileSync(junit, 'utf8');
  expect(xml).toContain('failures="2" skipped="0"');
  expect(xml).toContain('T1: put: fetchSub refcount [1 -&gt; 0]');
});

test('what is as expected is marked nowhere, and passes', async () => {
  const junit = join(folder, 'expected.xml');
  const { code, stderr } = await onGitHub.ask(['check', '--protocol', 'old,v4', '--expect', '--junit', junit]);
  expect([code, stderr]).toEqual([0, '']);
  expect(readFileSync(junit, 'utf8')).toContain('tests="2" failures="0" skipped="0"');
});

test('a check that a limit ended has cases that are skipped, and no mark', async () => {
  const junit = join(folder, 'limited.xml');
  const args = ['check', '--protocol', 'old', '--scenario', 'mixed', '--max-states', '10', '--junit', junit];
  const { code, stderr } = await onGitHub.ask(args);
  expect([code, stderr]).toEqual([3, '']);
  expect(readFileSync(junit, 'utf8')).toMatch(/failures="0" skipped="[1-9]/);
});

test('a violated race is marked at step 1 of its put', async () => {
  const args = ['race', '--protocol', mine, '--until-violation', '60s', '--stall', 'spin:1000'];
  const { code, stderr } = await onGitHub.ask(args);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^::error file=mine\\.ts,line=${STEP_1},`));
});

test('scale writes entries of a benchmark, one for each cell', async () => {
  const file = join(folder, 'bench.json');
  const args = [
    'scale',
    '--engine',
    'js',
    '--threads',
    '1',
    '--trials',
    '2',
    '--duration',
    '5ms',
    '--workload',
    'shared',
  ];
  expect((await askCli([...args, '--bench-json', file])).code).toBe(0);
  const entries = JSON.parse(readFileSync(file, 'utf8')) as { readonly name: string; readonly value: number }[];
  expect(entries.map(({ name }) => name)).toEqual(
    ['old', 'v4'].map((name) => `reftorture shared, ${name} on js, 1 thread`),
  );
  for (const entry of entries) expect(entry).toMatchObject({ unit: 'operations/s', value: expect.any(Number) });
});

const HOSTILE: TestCase = {
  suite: 'a "suite", 50 %: <b>&',
  name: 'name\n::error::forged',
  failure: { message: ']]>\r\n::error::', place: { file: 'a,b:c.ts', line: 3 } },
};

test('texts end neither their XML nor their line', () => {
  const xml = junitXml([HOSTILE]);
  expect(xml).toContain('&quot;suite&quot;');
  expect(xml).not.toMatch(/<b>|]]>/);
  const marks = annotations([HOSTILE], (file) => file);
  expect(marks).toEqual([
    '::error file=a%2Cb%3Ac.ts,line=3,title=a "suite"%2C 50 %25%3A <b>&%3A name%0A%3A%3Aerror%3A%3Aforged::]]>%0D%0A::error::',
  ]);
});
