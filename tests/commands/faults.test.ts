// Faults from outside, at any moment: signals, a full disk, far more workers than CPUs.

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RaceResult } from '../../src/results/race-result.js';
import { readResult } from '../../src/results/read-result.js';
import { runCli } from './run-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** REFTORTURE_SLOW=1: more moments, and 256 workers, which take half a minute to start on two CPUs. */
const SLOW = Boolean(process.env.REFTORTURE_SLOW);
/** From before the program has loaded to when the workers run. */
const MOMENTS_MS = SLOW ? [50, 150, 250, 350, 500, 800, 1200, 2000] : [150, 450, 1000];
const LONG = {
  race: ['race', '--duration', '1m'],
  scale: ['scale', '--trials', '10000', '--threads', '1,2'],
  check: ['check', '--protocol', 'freeze-first', '--scenario', 'mixed', '--threads', '4', '--rounds', '3'],
  claims: ['claims'],
};

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it.each(Object.entries(LONG))(
    'ends %s at any moment, with a whole result or none',
    async (name, args) => {
      for (const moment of MOMENTS_MS) {
        const out = join(folder, `${name}-${moment}.json`);
        const { code, stderr } = await runCli([...args, '--out', out], (kill) => {
          setTimeout(() => kill(signal), moment);
        });
        expect(stderr).not.toMatch(/internal error|^\s+at /m);
        if (code === null) continue; // it had not started to listen: the signal itself ended it
        expect(code).toBe(130);
        expect(readResult(out).results[0]).toMatchObject({ interrupted: true });
        expect(readdirSync(folder).filter((file) => file.includes(`${moment}.json.`))).toEqual([]);
      }
    },
    120_000,
  );
});

it.skipIf(!existsSync('/dev/full')).each([
  ['race', ['--duration', '50ms', '--json']],
  ['check', ['--json']],
  ['scale', ['--threads', '1', '--trials', '1', '--duration', '5ms', '--json']],
])('a full disk costs %s its file, not its result', async (name, args) => {
  const { code, stdout, stderr } = await runCli([name, ...args, '--out', '/dev/full']);
  expect(code).toBe(2);
  expect(stderr).toBe('reftorture: cannot write "/dev/full": no space is left\n');
  expect(JSON.parse(stdout)).toMatchObject({ schema: `reftorture/${name}@1` });
});

const CROWD = SLOW ? 256 : 24;

it(`${CROWD} workers all come, run and come back`, async () => {
  const args = ['race', '--threads', String(CROWD), '--scenario', 'mixed', '--protocol', 'old', '--dtor', 'looked-up'];
  const { code, stdout } = await runCli([...args, '--duration', '200ms', '--json']);
  expect(code).toBe(0);
  const { workers, conservation } = JSON.parse(stdout) as RaceResult;
  expect(workers.map(({ state }) => state)).toEqual(Array.from({ length: CROWD }, () => 'finished'));
  expect(conservation).toMatchObject({ checked: true, problems: [] });
}, 120_000);
