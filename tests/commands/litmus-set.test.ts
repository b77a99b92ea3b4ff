// Folders of litmus tests: what is read, what is counted, and how it ends.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LitmusSet } from '../../src/results/litmus-result.js';
import { schemas } from '../../src/results/schemas.js';
import { askCli } from './kept-cli.js';
import { interruptCli } from './run-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a test whose condition never holds. */
function written(path: string, result: string, statement = 'WRITE_ONCE(*x, 1);'): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const comment = result === '' ? '' : `(* Result: ${result} *)\n`;
  writeFileSync(file, `C ${path}\n${comment}{}\nP0(int *x) { ${statement} }\nexists (x=2)\n`);
  return file;
}

async function setOf(...args: string[]): Promise<{ code: number | null; set: LitmusSet }> {
  const { code, stdout } = await askCli(['check', '--json', '--litmus', ...args]);
  const set = JSON.parse(stdout) as LitmusSet;
  expect(v.safeParse(schemas['reftorture/litmus-set@1'], set).success).toBe(true);
  return { code, set };
}

describe('check --litmus FOLDER', () => {
  test('runs every test below it, in order, and each once, whatever links there are', async () => {
    written('b.litmus', 'Never');
    written('a/z.litmus', 'Never');
    written('a/b/c.litmus', '');
    writeFileSync(join(folder, 'README'), 'no test');
    symlinkSync(folder, join(folder, 'a', 'loop'));
    symlinkSync(join(folder, 'a'), join(folder, 'again'));
    const { code, set } = await setOf(folder);
    expect(set.runs.map(({ file }) => file.slice(folder.length + 1))).toEqual([
      'b.litmus',
      'a/z.litmus',
      'a/b/c.litmus',
    ]);
    expect(set.counts).toEqual({ tests: 3, agree: 2, differ: 0, notStated: 1, notDecided: 0, notRead: 0 });
    expect([code, set.interrupted, set.notRead]).toEqual([0, false, []]);
  });

  test('is inconclusive when the others agree and one is not read', async () => {
    written('good.litmus', 'Never');
    const bad = written('locked.litmus', 'Never', 'spin_lock(x);');
    const { code, set } = await setOf(folder);
    expect(code).toBe(3);
    expect(set.counts).toMatchObject({ tests: 2, agree: 1, notRead: 1 });
    const reason = `${bad}:4: spin_lock() is a lock: not read by this release`;
    expect(set.notRead).toEqual([{ file: bad, kind: 'locks', reason }]);
  });

  test('reports links that lead nowhere, and what is no file', async () => {
    written('good.litmus', 'Never');
    symlinkSync(join(folder, 'none'), join(folder, 'broken.litmus'));
    symlinkSync(join(folder, 'itself.litmus'), join(folder, 'itself.litmus'));
    writeFileSync(join(folder, 'huge.litmus'), 'x'.repeat(2 ** 20 + 1));
    const { code, set } = await setOf(folder);
    expect([code, set.counts]).toEqual([3, expect.objectContaining({ tests: 4, agree: 1, notRead: 3 })]);
    expect(set.notRead?.map(({ file, kind }) => `${kind}: ${file.slice(folder.length + 1)}`)).toEqual([
      'files that cannot be read: broken.litmus',
      'files that cannot be read: huge.litmus',
      'files that cannot be read: itself.litmus',
    ]);
  });

  test('is violated when one differs, whatever else is not read', async () => {
    written('locked.litmus', 'Never', 'spin_lock(x);');
    written('wrong.litmus', 'Always');
    const { code, set } = await setOf(folder);
    expect([code, set.counts]).toEqual([1, expect.objectContaining({ differ: 1, notRead: 1 })]);
  });

  test('counts a test as not decided that has too many states, and not one that only ra does not fit', async () => {
    const many = 'WRITE_ONCE(*x, 1); '.repeat(5);
    written('large.litmus', 'Never', `${many} }\nP1(int *x) { ${many}`);
    written('plain.litmus', 'Never', '*x = 1;');
    written('small.litmus', 'Never');
    const { code, set } = await setOf(folder, '--max-states', '10', '--memory', 'sc,ra,lkmm');
    expect(code).toBe(3);
    expect(set.counts).toEqual({ tests: 3, agree: 2, differ: 0, notStated: 0, notDecided: 1, notRead: 0 });
    expect(set.runs.map(({ notRun }) => notRun?.map(({ memory, why }) => `${memory} ${why}`))).toEqual([
      ['sc limit', 'ra limit', 'lkmm limit'],
      ['ra unfit'],
      [],
    ]);
  });

  test('tells all that in words, the reasons with their counts', async () => {
    written('1.litmus', 'Never');
    for (const name of ['2', '3', '4']) written(`${name}.litmus`, 'Never', 'rcu_read_lock();');
    written('5.litmus', 'Never', 'r0 = @;');
    const many = 'WRITE_ONCE(*x, 1); '.repeat(5);
    written('6.litmus', 'Never', `${many} }\nP1(int *x) { ${many}`);
    const { code, stdout } = await askCli(['check', '--litmus', folder, '--max-states', '10']);
    expect(code).toBe(3);
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).toContain(`not read, RCU: 3, such as ${folder}/2.litmus:4: rcu_read_lock() is RCU`);
    expect(words).toContain(`not read, unexpected "@": 1, such as ${folder}/5.litmus:4: unexpected "@"`);
    expect(words).toContain('not decided, lkmm did not run it: more than 10 partial executions: raise --max-states: 1');
    expect(words).toContain('6 files: 1 agree, 0 differ, 0 state no result, 1 not decided, 4 not read');
  });

  test('shows the same of a file that was kept', async () => {
    written('1.litmus', 'Never');
    written('2.litmus', 'Never', 'rcu_read_lock();');
    const kept = join(folder, 'kept.json');
    const { stdout } = await askCli(['check', '--litmus', folder, '--out', kept]);
    const { stdout: again } = await askCli(['results', kept]);
    expect(again).toContain(stdout.trim());
  });

  test('spreads the tests over threads, with the same outcomes', async () => {
    for (let number = 0; number < 40; number++) written(`${number}.litmus`, number % 2 ? 'Never' : '');
    const [one, two] = [await setOf(folder, '--jobs', '1'), await setOf(folder, '--jobs', '3')];
    const plain = ({ set }: typeof one) => set.runs.map(({ elapsedMs, ...rest }) => rest);
    expect(plain(two)).toEqual(plain(one));
    expect(two.set.counts).toMatchObject({ tests: 40, agree: 20, notStated: 20 });
  });

  test('takes folders, files and names together, and none twice', async () => {
    const file = written('a.litmus', 'Never');
    const { code, set } = await setOf(folder, file, 'SB');
    expect([code, set.runs.map((run) => run.file)]).toEqual([0, [file, 'SB']]);
  });

  test('ends at a signal with the tests that were run', async () => {
    written('a.litmus', 'Never');
    const long = Array.from({ length: 9 }, (_, value) => `WRITE_ONCE(*x, ${value});`).join(' ');
    written(
      'b.litmus',
      'Never',
      [1, 2, 3].reduce((others, thread) => `${others} }\nP${thread}(int *x) { ${long}`, long),
    );
    const out = join(folder, 'kept.json');
    const args = ['check', '--litmus', folder, '--jobs', '1', '--json', '--out', out];
    const { code, stdout } = await interruptCli(args, 'SIGINT', /1 of 2 litmus tests/);
    const set = JSON.parse(stdout) as LitmusSet;
    expect([code, set.interrupted, set.runs.map(({ name }) => name)]).toEqual([130, true, ['a.litmus']]);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(set);
  });

  test('refuses a folder without tests, and a number of threads that is none', async () => {
    const empty = await askCli(['check', '--litmus', folder]);
    expect([empty.code, empty.stderr]).toEqual([
      2,
      `reftorture: no litmus tests below "${folder}": their names end in .litmus\n`,
    ]);
    const none = await askCli(['check', '--litmus', 'SB', 'LB', '--jobs', '0']);
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/^reftorture: .*jobs/)]);
  });
});
