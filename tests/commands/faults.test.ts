// Faults from outside, at any moment: signals, a full disk, a clock that jumps, far more workers than CPUs; and memory that
// stays flat.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RaceResult } from '../../src/results/race-result.js';
import { readResult } from '../../src/results/read-result.js';
import type { ScaleResult } from '../../src/results/scale-result.js';
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
  test.each(Object.entries(LONG))(
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

test('mutants says that it was interrupted, and accuses nobody of what it did not try', async () => {
  const { code, stdout } = await runCli(['mutants', '--duration', '1m'], (kill) => {
    setTimeout(() => kill('SIGINT'), 2500);
  });
  expect(code).toBe(130);
  expect(stdout).toMatch(/^interrupted after \d+ protocols?\.$/m);
  expect(stdout).not.toMatch(/Missed|Accused/);
}, 60_000);

test.skipIf(!existsSync('/dev/full')).each([
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

test(`${CROWD} workers all come, run and come back`, async () => {
  const args = ['race', '--threads', String(CROWD), '--scenario', 'mixed', '--protocol', 'old', '--dtor', 'looked-up'];
  const { code, stdout } = await runCli([...args, '--duration', '200ms', '--json']);
  expect(code).toBe(0);
  const { workers, conservation } = JSON.parse(stdout) as RaceResult;
  expect(workers.map(({ state }) => state)).toEqual(Array.from({ length: CROWD }, () => 'finished'));
  expect(conservation).toMatchObject({ checked: true, problems: [] });
}, 120_000);

/** In every thread of the process, the wall clock jumps an hour forth and two back at each look, as no real one dares. */
const JUMPING_CLOCK = `--import=data:text/javascript,${encodeURIComponent(
  'const now = Date.now; let looks = 0; Date.now = () => now() + (looks++ % 2 ? 3.6e6 : -3.6e6);',
)}`;

test('a wall clock that jumps changes no time that was measured', async () => {
  const before = performance.now();
  const [raced, scaled] = [
    await runCli(['race', '--protocol', 'old', '--dtor', 'looked-up', '--duration', '300ms', '--json'], undefined, {
      NODE_OPTIONS: JUMPING_CLOCK,
    }),
    await runCli(['scale', '--threads', '1', '--trials', '2', '--duration', '20ms', '--json'], undefined, {
      NODE_OPTIONS: JUMPING_CLOCK,
    }),
  ];
  const spentMs = performance.now() - before;
  expect([raced.code, scaled.code]).toEqual([0, 0]);
  const { durationMs, workers } = JSON.parse(raced.stdout) as RaceResult;
  for (const time of [durationMs, ...workers.map((worker) => worker.durationMs)]) {
    expect(time).toBeGreaterThan(0);
    expect(time).toBeLessThan(spentMs);
  }
  const { elapsedMs, series } = JSON.parse(scaled.stdout) as ScaleResult;
  expect(elapsedMs).toBeGreaterThan(0);
  expect(elapsedMs).toBeLessThan(spentMs);
  for (const { samples } of series) for (const sample of samples) expect(sample).toBeGreaterThan(0);
}, 60_000);

/** How long memory is watched, and how much it may grow meanwhile: heaps breathe, and a leak per event would be more. */
const SOAK_MS = SLOW ? 600_000 : 5_000;
const GROWTH_KIB = 16 * 1024;

test.skipIf(process.platform !== 'linux')(
  'memory stays flat, however much is violated',
  async () => {
    const resident: number[] = [];
    const stall = ['--protocol', 'v4', '--scenario', 'email', '--stall', 'spin:100', '--json'];
    const { stdout } = await runCli(['race', ...stall, '--duration', `${SOAK_MS}ms`], (_, pid) => {
      const watch = setInterval(() => {
        if (!existsSync(`/proc/${pid}/status`)) return clearInterval(watch);
        const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        if (kib !== undefined) resident.push(Number(kib));
      }, SOAK_MS / 50);
    });
    expect((JSON.parse(stdout) as RaceResult).violations.stolenFree).toBeGreaterThan(0);
    const [settled, late] = [resident.slice(10, 20), resident.slice(-12, -2)]; // starting and writing the result apart
    expect(settled.length + late.length).toBe(20);
    expect(Math.max(...late) - Math.max(...settled)).toBeLessThan(GROWTH_KIB);
  },
  SOAK_MS + 30_000,
);
