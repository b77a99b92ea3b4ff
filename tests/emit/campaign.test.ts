// A campaign of races as jobs: what several processes found, each with a seed of its own, becomes one result.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import type { RaceResult } from '../../src/results/race-result.js';
import { V8_FLAGS } from '../v8-flags.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-campaign-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CLI = join(import.meta.dirname, '../../dist/cli.js');
const run = promisify(execFile);

function read(file: string): RaceResult {
  return JSON.parse(readFileSync(file, 'utf8')) as RaceResult;
}

test('three processes, one result', { timeout: 120_000 }, async () => {
  const files = [1, 2, 3].map((seed) => join(folder, `race-${seed}.json`));
  await Promise.all(
    files.map((file, index) => {
      const options = ['--protocol', 'old', '--duration', '100ms', '--seed', `${index + 1}`, '--out', file];
      return run(process.execPath, [...V8_FLAGS, CLI, 'race', ...options]);
    }),
  );
  const merged = join(folder, 'merged.json');
  await run(process.execPath, [CLI, 'results', '--merge', ...files, '--out', merged]);
  const frees = files.map((file) => read(file).totals.frees);
  expect(frees.every((count) => count > 0)).toBe(true);
  expect(read(merged).totals.frees).toBe(frees.reduce((sum, count) => sum + count, 0));
  expect(read(merged).notes[0]).toBe('3 runs taken together');
});
