import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LitmusResult, LitmusSet } from '../../src/results/litmus-result.js';
import { askCli } from './kept-cli.js';
import { CLI } from './run-cli.js';

const LITMUS = fileURLToPath(new URL('../litmus/', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(text: string): string {
  const path = join(folder, 'test.litmus');
  writeFileSync(path, text);
  return path;
}

describe('reftorture check --litmus', () => {
  test('prints every final state of one test, and marks those that the condition is about', async () => {
    const { code, stdout } = await askCli(['check', '--litmus', `${LITMUS}SB.litmus`, '--memory', 'sc,ra,lkmm']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Test SB: exists \(0:r0=0 \/\\ 1:r0=0\)$/m);
    expect(stdout).toMatch(/^ {2}6 \*> 0:r0=0; 1:r0=0;$/m);
    expect(stdout).toMatch(/the Linux-kernel model gives Sometimes as well/);
  });

  test('knows the tests that come with the package by name, from any folder', async () => {
    const byName = spawnSync(process.execPath, [CLI, 'check', '--litmus', 'SB', '--json'], { cwd: folder });
    const byPath = await askCli(['check', '--litmus', `${LITMUS}SB.litmus`, '--json']);
    const [named, found] = [JSON.parse(String(byName.stdout)), JSON.parse(byPath.stdout)] as [
      LitmusResult,
      LitmusResult,
    ];
    expect(named).toMatchObject({ file: 'SB', runs: found.runs });
  });

  test('runs all of them, without a path of this machine', async () => {
    const { code, stdout } = await askCli(['check', '--litmus', 'all', '--json']);
    const { runs } = JSON.parse(stdout) as { runs: LitmusResult[] };
    expect(code).toBe(0);
    expect(runs.map(({ file }) => file)).toEqual(runs.map(({ name }) => name));
    expect(runs).toHaveLength(readdirSync(LITMUS).filter((name) => name.endsWith('.litmus')).length);
  });

  test('a file of the user comes before a name', async () => {
    writeFileSync(join(folder, 'SB'), 'C mine\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n');
    const { stdout } = spawnSync(process.execPath, [CLI, 'check', '--litmus', 'SB'], { cwd: folder });
    expect(String(stdout)).toMatch(/^Test mine: exists \(x=1\)$/m);
  });

  test('suggests a name, and where to find them', async () => {
    const { code, stderr } = await askCli(['check', '--litmus', 'SB+mb']);
    expect([code, stderr]).toEqual([
      2,
      'reftorture: unknown litmus test "SB+mb". Did you mean "SB+mbs"? check --litmus all shows those that there are; a file of your own ends in .litmus\n',
    ]);
  });

  test('prints a table of many', async () => {
    const { code, stdout } = await askCli([
      ...['check', '--litmus', `${LITMUS}MP.litmus`, `${LITMUS}LB.litmus`],
      ...['--memory', 'sc,ra,lkmm'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^MP +Never +Sometimes +Sometimes +Sometimes +agrees/m);
    expect(stdout).toMatch(/^LB +Never +Never +Sometimes +Sometimes +agrees/m);
    expect(stdout).toMatch(/^2 tests: lkmm gives what the Linux-kernel model gives in 2 of 2/m);
  });

  test('exits with 1 when a test is not as its file states', async () => {
    const path = file('C x\n(* Result: Always *)\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=2)\n');
    const out = join(folder, 'result.json');
    const { code } = await askCli(['check', '--litmus', path, '--json', '--out', out]);
    expect(code).toBe(1);
    const result = JSON.parse(readFileSync(out, 'utf8')) as LitmusResult;
    expect(result).toMatchObject({ schema: 'reftorture/litmus@1', kernelAnswer: 'Always', agrees: false });
    expect(result.runs.map(({ answer }) => answer)).toEqual(['Never']);
  });

  test('exits with 2 and the line of what it does not understand', async () => {
    const path = file('C x\n{}\nP0(int *x) {\n  rcu_barrier();\n}\nexists (x=1)\n');
    const { code, stderr } = await askCli(['check', '--litmus', path]);
    expect(code).toBe(2);
    expect(stderr).toBe(`reftorture: ${path}:4: rcu_barrier() is RCU: not read by this release\n`);
  });

  test.each([
    [['--protocol', 'v4'], '--protocol'],
    [['--scenario', 'email', '--threads', '3', '--roles', 'T1'], '--scenario, --threads, --roles'],
    [['--rounds', '2', '--pages', '1', '--slots', '1', '--width', '8'], '--rounds, --pages, --slots, --width'],
    [['--memory', 'sc', '--reduction', 'none'], '--reduction'],
    [['--dtor', 'captured', '--no-recheck', '--unmap', 'after-put'], '--dtor, --no-recheck, --unmap'],
    [['--all', '--markdown'], '--all, --markdown'],
    [['--reset-after', '3', '--property', 'leak', '--expect'], '--reset-after, --property, --expect'],
    [['--witnesses', '--witness', 'witness.json'], '--witnesses, --witness'],
  ])('refuses %j, which would do nothing', async (args, named) => {
    const { code, stdout, stderr } = await askCli(['check', ...args, '--litmus', `${LITMUS}SB.litmus`]);
    const words = `reftorture: --litmus runs litmus tests and nothing else: leave out ${named}\n`;
    expect([code, stdout, stderr]).toEqual([2, '', words]);
  });

  test('keeps to a limit of states', async () => {
    const { code, stdout } = await askCli(['check', '--litmus', `${LITMUS}SB.litmus`, '--max-states', '3']);
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining('lkmm: not run: more than 3 partial executions: raise --max-states'),
    ]);
  });

  test.each([
    [[], ['lkmm']],
    [
      ['--memory', 'sc,ra,lkmm'],
      ['sc', 'ra', 'lkmm'],
    ],
    [
      ['--memory', 'ra'],
      ['ra', 'lkmm'],
    ],
  ])('of a test that states a result, %j runs %j', async (args, expected) => {
    const { code, stdout } = await askCli(['check', '--litmus', 'S+wmb+rmb', ...args, '--json']);
    const { runs, agrees } = JSON.parse(stdout) as LitmusResult;
    expect([code, runs.map(({ memory }) => memory), agrees]).toEqual([0, expected, true]);
  });

  test.each([
    [[], ['sc', 'ra', 'lkmm']],
    [['--memory', 'sc'], ['sc']],
  ])('of a test that states none, %j runs %j', async (args, expected) => {
    const path = file('C x\n{}\nP0(int *x) {\n  WRITE_ONCE(*x, 1);\n}\nexists (x=1)\n');
    const { code, stdout } = await askCli(['check', '--litmus', path, ...args, '--json']);
    const { runs } = JSON.parse(stdout) as LitmusResult;
    expect([code, runs.map(({ memory }) => memory)]).toEqual([0, expected]);
  });

  // Far more executions and states than anybody waits for.
  const LONG = Array.from({ length: 9 }, (_, value) => `WRITE_ONCE(*x, ${value});`).join(' ');
  const LARGE = `C x\n{}\n${[0, 1, 2, 3].map((thread) => `P${thread}(int *x) { ${LONG} }\n`).join('')}exists (x=8)\n`;

  test('gives a memory model up at the time limit, says how far it came, and goes on', async () => {
    const [large, small] = [file(LARGE), 'SB'];
    const limit = ['--time-limit', '500ms', '--max-states', '1000000000', '--memory', 'ra,lkmm', '--json'];
    const { code, stdout } = await askCli(['check', '--litmus', large, small, ...limit]);
    const { runs, counts } = JSON.parse(stdout) as LitmusSet;
    expect(runs.map(({ notRun }) => notRun)).toEqual([
      [
        ['ra', '\\d+ states'],
        ['lkmm', '\\d+ executions, \\d+ partial ones'],
      ].map(([memory, reached]) => ({
        memory,
        why: 'limit',
        reason: expect.stringMatching(`^the time limit of 0.5 s is over \\(${reached}\\): raise --time-limit$`),
      })),
      [],
    ]);
    expect([code, counts]).toEqual([3, expect.objectContaining({ agree: 1, notDecided: 1 })]);
  });

  test('holds no more memory than it may', async () => {
    const limit = ['--max-memory', '4M', '--max-states', '1000000000', '--memory', 'ra', '--time-limit', '1h'];
    const { code, stdout } = await askCli(['check', '--litmus', file(LARGE), ...limit]);
    expect([code, stdout]).toEqual([3, expect.stringContaining('there is no memory for more states')]);
  });

  test('has a time limit that a check of a protocol has not, and one memory model where that has one', async () => {
    const limited = await askCli(['check', '--time-limit', '1s']);
    expect([limited.code, limited.stderr]).toEqual([2, expect.stringContaining('leave out --time-limit')]);
    const many = await askCli(['check', '--memory', 'sc,ra']);
    expect([many.code, many.stderr]).toEqual([
      2,
      'reftorture: a check explores one memory model at a time: choose one of sc, ra\n',
    ]);
  });

  test('says why a memory model did not run it, and shows addresses by name', async () => {
    const path = file('C x\n{ p=x; }\nP0(int **p, int *x) {\n  r0 = *p;\n  r1 = *r0;\n}\nexists (0:r0=x)\n');
    const { code, stdout } = await askCli(['check', '--litmus', path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}1 \*> 0:r0=x;$/m);
    expect(stdout).toMatch(/^ra: not run: it has plain accesses/m);
  });

  test('exits with 3 when no memory model can run it', async () => {
    const path = file('C x\n{}\nP0(int *p) {\n  r0 = READ_ONCE(*p);\n  r1 = READ_ONCE(*r0);\n}\nexists (0:r1=0)\n');
    const { code, stdout } = await askCli(['check', '--litmus', path]);
    expect(code).toBe(3);
    const reason = 'not run: P0() uses address 0, where there is no shared word (line 5)';
    expect(stdout).toContain(`\nsc: ${reason}\n\nra: ${reason}\n`);
  });

  test('exits with 2 when there is no such file', async () => {
    const { code, stderr } = await askCli(['check', '--litmus', join(folder, 'none.litmus')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reftorture: no litmus test to read at /);
  });
});

describe('reftorture replay', () => {
  test('refuses a witness with a stale value', async () => {
    const property = ['--property', 'typeConfusionStolenFree'];
    const { stdout } = await askCli(['check', '--dtor', 'looked-up', '--memory', 'ra', ...property, '--json']);
    const { code, stderr } = await askCli(['replay', JSON.parse(stdout).witness.token]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reftorture: step 19 of the witness finds an old value/);
  });
});
