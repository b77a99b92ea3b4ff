import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askCli } from './kept-cli.js';
import { interruptCli } from './run-cli.js';
import { shortExamination } from './shared-run.js';

const SHORT = ['scale', '--threads', '1', '--trials', '2', '--duration', '10ms', '--no-pin'];

describe('scale', () => {
  test('prints the table', async () => {
    const { code, stdout } = await askCli([...SHORT, '--engine', 'wasm', '--seed', '5']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^shared on wasm: all threads get and put one page/);
    expect(stdout).toMatch(/^threads +old +v4 +v4 \/ old/m);
    expect(stdout).toContain('seed 5');
  });

  test('prints and writes the same JSON', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'reftorture-')), 'scale.json');
    const { code, stdout } = await askCli([...SHORT, '--json', '--out', file]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual([
      ...['schema', 'madeAt', 'commandLine', 'config', 'environment', 'cpuOrder', 'elapsedMs', 'othersShare'],
      ...['drift', 'series', 'fits', 'warnings', 'interrupted'],
    ]);
    expect(Object.keys(result.series[0])).toEqual(
      expect.arrayContaining([
        ...['protocol', 'workload', 'threads', 'samples', 'median', 'low', 'high', 'perThread'],
        ...['casRetriesPerOp', 'speedupVsOld'],
      ]),
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(result);
  });

  test('prints CSV', async () => {
    const { code, stdout } = await askCli([...SHORT, '--csv', '--workload', 'shared,free']);
    expect(code).toBe(0);
    expect(stdout.trim().split('\r\n').length).toBe(1 + 2 * 2 * 2);
  });

  test('Ctrl-C keeps what there is', async () => {
    const { code, stdout } = await interruptCli(['scale', '--trials', '10000', '--json'], 'SIGINT', /trial [2-9] of/);
    expect(code).toBe(130);
    const { interrupted, series } = JSON.parse(stdout);
    expect(interrupted).toBe(true);
    expect(series.some(({ samples }: { samples: number[] }) => samples.length > 0)).toBe(true);
  });

  test.each([
    [['--protocol', 'v3'], 'unknown protocol "v3"'],
    [['--workload', 'reed'], 'Did you mean "read"?'],
    [['--threads', '1,x'], 'Expected a whole number'],
    [['--threads', '0'], 'threads must be a whole number from 1 to 1024'],
    [['--duration', '-1s'], 'Expected a positive time'],
    [['--pin-order', 'random'], 'Allowed choices are'],
    [['--json', '--csv'], 'choose one of --json and --csv'],
    [['--engine', 'js', '--tier', 'baseline'], '--tier is for the wasm engine, not for js: leave it out'],
    [['--no-pin', '--pin-order', 'apart'], 'threads that are not pinned have no order: leave out --pin-order'],
    [
      ['--workload', 'shared,read', '--pages', '8'],
      'only the workloads spread, spread-zipf, churn have a number of pages: leave out --pages',
    ],
    [['--out', '/nowhere/at/all.json'], 'cannot write'],
  ])('%j is refused in one line', async (args, message) => {
    const { code, stdout, stderr } = await askCli(['scale', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(existsSync('/nowhere')).toBe(false);
  });
});

test('claims are not printed in two ways at once', async () => {
  const { code, stdout, stderr } = await askCli(['claims', '--json', '--markdown']);
  expect([code, stdout, stderr]).toEqual([2, '', 'reftorture: choose one of --json and --markdown\n']);
});

test('doctor ends at Ctrl-C with what it has measured', async () => {
  const { code, stdout, stderr } = await interruptCli(['doctor', '--json'], 'SIGINT', /load/);
  expect([code, stderr]).toEqual([130, '']);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'reftorture/doctor@1', pinning: {}, ceilings: expect.anything() });
});

test('doctor tells what the machine can measure', async () => {
  const { machine, ceilings, pinning, advice } = await shortExamination();
  expect(machine).toHaveProperty('cacheLineBytes');
  expect(pinning).toHaveProperty('works');
  expect(new Set(ceilings.map(({ operation }) => operation))).toEqual(
    new Set(['load', 'fetch-add', 'compare-exchange']),
  );
  expect(Array.isArray(advice)).toBe(true);
});
