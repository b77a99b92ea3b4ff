// Faults from outside, at any moment: signals, a clock that jumps, far more workers than CPUs; and memory that
// stays flat.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nativeProblem } from '../../src/engines/native/compiler.js';
import type { RaceResult } from '../../src/results/race-result.js';
import { readResult } from '../../src/results/read-result.js';
import type { ScaleResult } from '../../src/results/scale-result.js';
import { inSlow, SLOW } from '../slow.js';
import { KeptCli } from './kept-cli.js';
import { interruptCli, RACING, runCli, watchCli } from './run-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** From before the program has loaded on; the last signal comes when the program says that it is at work. */
const MOMENTS_MS = SLOW ? [50, 150, 250, 350, 500, 800, 1200, 2000] : [300];
/** Runs that take far longer than these tests, each with what it shows while it is at work. */
const LONG = {
  race: { args: ['race', '--duration', '1h'], atWork: RACING },
  scale: { args: ['scale', '--trials', '10000', '--threads', '1,2'], atWork: /trial [1-9]\d* of/ },
  check: {
    args: ['check', '--protocol', 'freeze-first', '--scenario', 'mixed', '--threads', '4', '--rounds', '4'],
    atWork: / states, /,
  },
  claims: { args: ['claims'], atWork: /, now: / },
};

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  // One handler hears both signals: a race shows that, where not all is played.
  const commands = Object.entries(LONG).filter(([name]) => SLOW || signal === 'SIGINT' || name === 'race');
  test.each(commands)(
    'ends %s at any moment, with a whole result or none',
    async (name, { args, atWork }) => {
      const endsWhole = async (moment: number | 'at work'): Promise<void> => {
        const out = join(folder, `${moment}.json`);
        const { code, stderr } = await (moment === 'at work'
          ? interruptCli([...args, '--out', out], signal, atWork)
          : runCli([...args, '--out', out], (kill) => setTimeout(() => kill(signal), moment)));
        expect(stderr).not.toMatch(/internal error|^\s+at /m);
        // Before it listens, the signal itself ends it.
        if (moment !== 'at work' && code === null) return;
        expect(code).toBe(130);
        expect(readResult(out).results[0]).toMatchObject({ interrupted: true });
        expect(readdirSync(folder).filter((file) => file.includes(`${moment}.json.`))).toEqual([]);
      };
      // All of them load the same program.
      const moments = SLOW || (name === 'race' && signal === 'SIGINT') ? MOMENTS_MS : [];
      await Promise.all([...moments, 'at work' as const].map(endsWhole));
    },
    120_000,
  );
});

describe.skipIf((await nativeProblem()) !== undefined)('a C compiler that hears no signal', () => {
  test.each([
    ['that says its version', ['scale'], 'deaf'],
    ['that compiles', ['race', '--engine', 'native'], 'test "$1" = --version && echo deaf 1 && exit; deaf'],
  ])('%s holds up no Ctrl-C, and is gone with it', async (_, args, act) => {
    const [cc, pid] = [join(folder, 'cc'), join(folder, 'pid')];
    const deaf = `deaf() { trap '' INT TERM HUP; echo $$ > ${pid}.new; mv ${pid}.new ${pid}; sleep 1000; sleep 1000; }`;
    writeFileSync(cc, `#!/bin/sh\n${deaf}\n${act}\n`, { mode: 0o755 });
    const env = { CC: cc, XDG_CACHE_HOME: join(folder, 'cache') };
    const { code } = await runCli(
      args,
      (kill) => {
        const timer = setInterval(() => {
          if (!existsSync(pid)) return;
          clearInterval(timer);
          kill('SIGINT');
        }, 20);
      },
      env,
    );
    expect(code).toBe(130);
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH');
  });
});

// The other worker waits at the gate meanwhile: nothing but that wait keeps the process alive.
test.each(inSlow(['wasm', 'js'], ['wasm']))(
  'a worker that dies costs scale its cell, and nothing else (%s)',
  async (engine) => {
    const out = join(folder, 'scale.json');
    const dies = fileURLToPath(new URL('../fixtures/dies.ts', import.meta.url));
    const args = ['scale', '--protocol', `${dies},old`, '--engine', engine, '--workload', 'shared', '--threads', '2'];
    const { code, stdout, stderr } = await runCli([...args, '--trials', '1', '--duration', '5ms', '--out', out]);
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/failed attempts at a trial, the first: worker \d died: /);
    const { series } = JSON.parse(readFileSync(out, 'utf8')) as ScaleResult;
    expect(series.map(({ protocol, samples }) => [protocol === 'old', samples.length])).toEqual(
      series.map(({ protocol }) => (protocol === 'old' ? [true, 1] : [false, 0])),
    );
    expect(series.length).toBe(2);
  },
);

test.runIf(SLOW)('mutants says that it was interrupted, and accuses nobody of what it did not try', async () => {
  const { code, stdout } = await interruptCli(['mutants', '--duration', '200ms'], 'SIGINT', /1 of \d+: /);
  expect(code).toBe(130);
  expect(stdout).toMatch(/^interrupted after \d+ protocols?\.$/m);
  expect(stdout).not.toMatch(/Missed|Accused/);
});

/** So many take half a minute to start on two CPUs, or few more than there are CPUs. */
const CROWD = SLOW ? 256 : 8;

test(`${CROWD} workers all come, run and come back`, async () => {
  const args = ['race', '--threads', String(CROWD), '--scenario', 'mixed', '--protocol', 'old'];
  const { code, stdout } = await runCli([...args, '--duration', '50ms', '--json']);
  expect(code).toBe(0);
  const { workers, conservation } = JSON.parse(stdout) as RaceResult;
  expect(workers.map(({ state }) => state)).toEqual(Array.from({ length: CROWD }, () => 'finished'));
  expect(conservation).toMatchObject({ checked: true, problems: [] });
});

/** In every thread of the process, the wall clock jumps an hour forth and two back at each look, as no real one dares. */
const JUMPING_CLOCK = `--import=data:text/javascript,${encodeURIComponent(
  'const now = Date.now; let looks = 0; Date.now = () => now() + (looks++ % 2 ? 3.6e6 : -3.6e6);',
)}`;

test('a wall clock that jumps changes no time that was measured', async () => {
  const before = performance.now();
  const cli = new KeptCli({ env: { NODE_OPTIONS: JUMPING_CLOCK } });
  const raced = await cli.ask(['race', '--protocol', 'old', '--duration', '100ms', '--json']);
  const scaled = await cli.ask([
    'scale',
    '--protocol',
    'old',
    '--threads',
    '1',
    '--trials',
    '2',
    '--duration',
    '10ms',
    '--json',
  ]);
  cli.end();
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
});

/** Violations by a protocol that needs no second thread to go wrong: when memory has settled, and when it is enough. */
const [SETTLED, ENOUGH] = SLOW ? [5e6, 5e9] : [1e6, 5e6];
/** Looks at the memory, from either number of violations on. */
const LOOKS = 5;
/** Heaps breathe, and a leak for each violation would be more. */
const GROWTH_KIB = 16 * 1024;

test.skipIf(process.platform !== 'linux')(
  'memory stays flat, however much is violated',
  async () => {
    const settled: number[] = [];
    const late: number[] = [];
    const args = ['race', '--protocol', 'forgot-step-2', '--scenario', 'email', '--duration', '1h', '--json'];
    const { code, stdout, stderr } = await watchCli(args, (shown, child) => {
      const violations = violationsIn(shown);
      const looks = violations < ENOUGH ? settled : late;
      if (violations < SETTLED || looks.length === LOOKS) return;
      looks.push(residentKib(child.pid));
      if (late.length === LOOKS) child.kill('SIGINT');
    });
    expect([code, stderr]).toEqual([130, '']);
    expect((JSON.parse(stdout) as RaceResult).verdict).toBe('violated');
    expect(Math.max(...late) - Math.max(...settled)).toBeLessThan(GROWTH_KIB);
  },
  SLOW ? 1_200_000 : 60_000,
);

/** The number of violations that a race shows last: "12.3 M violations". */
function violationsIn(shown: string): number {
  const [, figure, unit = ''] = /.* ([\d.]+)(?: ([kMG]))? violations/s.exec(shown) ?? [];
  return Number(figure ?? 0) * ({ k: 1e3, M: 1e6, G: 1e9 }[unit] ?? 1);
}

function residentKib(pid: number | undefined): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
