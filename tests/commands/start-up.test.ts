// Tests of what a command loads before it does anything. Each module costs a third of a millisecond, so that it is
// their number that decides how soon there is an answer; no test asserts a time.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/host/node/host.js';
import { runCli } from './run-cli.js';

const ROOT = pathToFileURL(PACKAGE_ROOT).href;

/** The modules that a run evaluates, as V8 tells when it ends: paths relative to the package. */
async function modulesOf(...args: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-modules-'));
  try {
    const { code } = await runCli(args, undefined, { NODE_V8_COVERAGE: folder });
    expect([0, 1]).toContain(code);
    const scripts = readdirSync(folder).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] };
      return result.map(({ url }) => url);
    });
    const modules = new Set(scripts.filter((url) => url.startsWith(ROOT)).map((url) => url.slice(ROOT.length)));
    return [...modules].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(['--version', '--help', 'help'])('%s loads no command, and hardly anything else', async (flag) => {
  const modules = await modulesOf(flag);
  expect(modules.filter((module) => /^dist\/(commands|checker|harness|workers)\//.test(module))).toEqual([
    'dist/commands/exit-codes.js',
    'dist/commands/index.js',
  ]);
  expect(modules.length).toBeLessThanOrEqual(25);
});

test('a check that ends in the main thread loads no threads, no litmus tests and no compiler', async () => {
  const args = ['check', '--protocol', 'old', '--dtor', 'looked-up'];
  const modules = await modulesOf(...args);
  expect(modules).toContain('dist/checker/check.js');
  const idle =
    /^node_modules\/(piscina|assemblyscript|esbuild)\/|^dist\/checker\/litmus\/(parse|run)|^dist\/engines\/(native\/print|vet)/;
  expect(modules.filter((module) => idle.test(module))).toEqual([]);
});

test('a race loads no schemas of result files', async () => {
  const modules = await modulesOf('race', '--protocol', 'old', '--duration', '50ms');
  expect(modules).toContain('dist/harness/race/race.js');
  expect(modules.filter((module) => module.startsWith('node_modules/valibot/'))).toEqual([]);
});

test.each([
  ['nothing behind it', ['--']],
  ['a command behind it', ['--', 'check', '--help']],
])('the end of the options with %s is no command', async (_, args) => {
  expect(await runCli(args)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'reftorture: no command before "--": type its name first; reftorture --help shows them\n',
  });
});
