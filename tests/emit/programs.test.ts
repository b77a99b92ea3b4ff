// The programs that `emit` prints: they compile without a warning everywhere, find what must show, and their results are read.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { raceProgram } from '../../src/emit/race.js';
import { scaleProgram } from '../../src/emit/scale.js';
import { make } from '../../src/engines/make.js';
import { readResult } from '../../src/harness/scale/read-result.js';
import { PIN_ORDERS, pinOrder } from '../../src/machine/pin-order.js';
import { readTopology } from '../../src/machine/topology.js';
import { resolveRace } from '../../src/requests/race-request.js';
import { resolveScale } from '../../src/requests/scale-request.js';
import type { RaceResult } from '../../src/results/race-result.js';
import type { ScaleResult } from '../../src/results/scale-result.js';
import { judgedAtRest, violationAtRest } from '../../src/violations/at-rest.js';
import { inSlow, SLOW } from '../slow.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const runs = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
/** By default the first of them. */
const COMPILERS = ['gcc', 'clang'].filter(runs).slice(0, inSlow(2, 1));
const CROSS = 'aarch64-linux-gnu-gcc';
const EMULATOR = 'qemu-aarch64';

/** By protocol and scenario: several tests build the same with other flags. */
const races = new Map<string, Promise<string>>();

function race(protocol: string, scenario = 'email'): Promise<string> {
  const key = `${protocol} ${scenario}`;
  const text = races.get(key) ?? raceProgram(resolveRace({ protocol, scenario, engine: 'native' }), 'a test', make);
  races.set(key, text);
  return text;
}

async function scale(protocols: readonly string[], workloads: readonly string[]): Promise<string> {
  return scaleProgram(await resolveScale({ protocols, workloads, engines: ['wasm'] }), 'a test', make);
}

/** By compiler, flags and text: each takes its compiler some seconds. */
const programs = new Map<string, string>();

/** The flags that everybody is told to use; and those that take a compiler the least time, where it matters less. */
const AS_TOLD = ['-O2'];
const FAST = ['-O0'];

/** The flags for what is built by every compiler. gcc warns of more where it optimises. */
const FLAGS = inSlow(AS_TOLD, FAST);

/** Builds a program, without a warning. */
function built(text: string, cc: string, more: readonly string[] = FAST): string {
  const key = [cc, ...more, text].join(' ');
  const known = programs.get(key);
  if (known !== undefined) return known;
  const program = join(folder, `program${programs.size}`);
  programs.set(key, program);
  const flags = ['-pthread', '-Wall', '-Wextra', '-Werror', ...more, '-xc', '-', '-o', program];
  const { status, stderr } = spawnSync(cc, flags, { input: text, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return program;
}

interface Ran<Result> {
  readonly status: number | null;
  readonly stderr: string;
  readonly result: Result;
}

function resultOf<Result>(command: readonly string[]): Ran<Result> {
  const [program, ...args] = command as [string, ...string[]];
  const { status, stdout, stderr } = spawnSync(program, [...args, '--json'], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const file = join(folder, 'result.json');
  writeFileSync(file, stdout);
  expect(stderr).not.toMatch(/Sanitizer|runtime error/);
  return { status, stderr, result: readResult(file).results[0] as Result };
}

/** Both of two threads get long into the other's window, so that the report's race shows at once. */
const UNTIL_IT_SHOWS = ['--stall', 'sleep:3000', '--until-violation', '10m'];
/** A duration at which everybody has had a turn. */
const SHORT = ['--duration', '50ms'];

describe.each(COMPILERS)('built by %s', (cc) => {
  test('a race finds what must show, and its result is read', async () => {
    const { status, result } = resultOf<RaceResult>([built(await race('v4'), cc, FLAGS), ...UNTIL_IT_SHOWS]);
    expect(status).toBe(1);
    expect(result).toMatchObject({
      verdict: 'violated',
      config: { protocol: 'v4', engine: 'native', stopOnViolation: true, stall: { kind: 'sleep', amount: 3000 } },
      workers: [{ role: 'T1', state: 'finished' }, { role: 'T2+T3' }],
    });
    expect(result.violations.stolenFree + result.violations.typeConfusionStolenFree).toBeGreaterThan(0);
    expect(result.events[0]).toMatchObject({ page: 0, believedType: expect.stringMatching(/^[XY]$/) });
  });

  test('a sound protocol is clean, held up in any way', async () => {
    const program = built(await race('old', 'mixed'), cc, FAST);
    for (const stall of ['none', 'spin:100@0.1', 'yield@0.1', 'noise']) {
      const { status, result } = resultOf<RaceResult>([program, '--stall', stall, ...SHORT]);
      expect({ status, verdict: result.verdict, checked: result.conservation.checked }).toEqual({
        ...{ status: 0, verdict: 'clean', checked: true },
      });
    }
  });

  test('a measurement has a sample of each cell in each round, and statistics for whoever reads it', async () => {
    const program = built(await scale(['old', 'v4', 'biased'], ['shared', 'free', 'spread-zipf']), cc, FLAGS);
    const args = ['--threads', '1,2', '--trials', '2', '--duration', '10ms', '--seed', '7'];
    const { status, result } = resultOf<ScaleResult>([program, ...args]);
    expect(status).toBe(0);
    expect(result.series).toHaveLength(3 * 3 * 2);
    for (const { trials, median, low, high, perThread } of result.series) {
      expect(trials.map(({ round }) => round)).toEqual([0, 1]);
      expect(low).toBeLessThanOrEqual(median as number);
      expect(high).toBeGreaterThanOrEqual(median as number);
      expect(perThread?.max).toBeGreaterThanOrEqual(perThread?.min as number);
    }
    const free = result.series.find(({ workload, threads }) => workload === 'free' && threads === 1);
    expect(free?.freesPerOp).toBe(1);
    expect(
      result.series.find(({ protocol, threads }) => protocol === 'biased' && threads === 2)?.bytesPerPage,
    ).toBeGreaterThan(4);
  });

  /** They take a while: the compiler that is done soonest builds the shorter program, unless all are asked for. */
  describe.runIf(SLOW).each(['thread', 'address,undefined'])('%s sanitizers have nothing to report', (name) => {
    const sanitised = [`-fsanitize=${name}`, '-fno-sanitize-recover=all', ...FAST];

    test('on a race', async () => {
      const program = built(await race('v4', 'mixed'), cc, sanitised);
      const { result } = resultOf<RaceResult>([program, '--stall', 'spin:50@0.2', ...SHORT]);
      expect(result.totals.operations).toBeGreaterThan(0);
    });

    test('on a measurement', async () => {
      const program = built(await scale(['v4', 'biased'], ['churn']), cc, sanitised);
      const { status } = resultOf<ScaleResult>([program, '--threads', '2', '--trials', '1', '--duration', '5ms']);
      expect(status).toBe(0);
    });
  });
});

test('the judgement of a page at rest is in the table, whatever the page', () => {
  for (const slots of [0, 1, 2, 5]) {
    for (const references of [-3, -1, 0, 1, 2, 3, 5, 7]) {
      for (const [generation, dead, poison] of [0, 1, 2, 3].flatMap((g) =>
        [false, true].flatMap((d) => [undefined, 9, 8].map((p) => [g, d, p] as const)),
      )) {
        const page = { word: 9, references, dead, generation, slots, poison };
        const found = judgedAtRest({
          allocated: generation % 2,
          inSlots: Number(slots > 0),
          poison: poison === undefined ? 0 : poison === 9 ? 1 : 2,
          dead: Number(dead),
          order: Math.sign(references - slots) + 1,
          any: Number(references > 0),
        });
        expect(found).toBe(violationAtRest(page));
      }
    }
  }
});

describe.skipIf(COMPILERS.length === 0)('the program', () => {
  const [cc] = COMPILERS as [string];
  /** Done soonest. */
  const fast = COMPILERS.at(-1) as string;

  test('a broken protocol is found out with nothing held up', async () => {
    const program = built(await race('forgot-step-2', 'mixed'), fast, FAST);
    const { status, result } = resultOf<RaceResult>([program, ...SHORT]);
    expect({ status, verdict: result.verdict }).toEqual({ status: 1, verdict: 'violated' });
    expect(result.events.length).toBeGreaterThan(0);
  });

  const crowd = inSlow(256, 64);
  test(`${crowd} threads on few CPUs end`, async () => {
    const { status, result } = resultOf<RaceResult>([
      built(await race('old', 'mixed'), fast, FAST),
      '--threads',
      `${crowd}`,
      '--duration',
      '5ms',
    ]);
    expect({ status, threads: result.workers.length }).toEqual({ status: 0, threads: crowd });
    expect(result.notes.some((note) => note.startsWith(`${crowd} threads share `))).toBe(true);
  });

  test('wrong words are refused on one line', async () => {
    const program = built(await race('v4'), cc);
    const said = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
      return { status, stdout, line: stderr };
    };
    for (const args of [
      ['--thread', '2'],
      ['--threads'],
      ['--threads', '1,2'],
      ['--duration', '5 s'],
      ['--stall', 'spin'],
      ['--sys', '/nowhere'],
      ['x'],
    ]) {
      expect(said(...args)).toEqual({ status: 2, stdout: '', line: expect.stringMatching(/^race: .*\n$/) });
    }
    expect(said('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--until-violation') });
  });

  test.runIf(existsSync('/dev/full'))('a result that cannot be written is no success', async () => {
    const full = openSync('/dev/full', 'w');
    const program = built(await race('v4'), cc);
    for (const args of [['--duration', '10ms'], ['--duration', '10ms', '--json'], ['--help']]) {
      const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
      expect({ status, stderr }).toEqual({ status: 2, stderr: 'race: cannot write the output\n' });
    }
    closeSync(full);
  });

  test('Ctrl-C ends it with what there is', async () => {
    const child = spawn(built(await race('old', 'mixed'), fast, FAST), ['--duration', '10m', '--json']);
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    await threadsOf(child, 3);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(JSON.parse(printed)).toMatchObject({ interrupted: true });
  });
});

/** Waits until a process has so many threads: its handlers of signals are there then. */
async function threadsOf({ pid }: ChildProcess, wanted: number): Promise<void> {
  for (;;) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    if (Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]) >= wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe.skipIf(COMPILERS.length === 0)('the order of CPUs', () => {
  const [cc] = COMPILERS as [string];
  const files = (
    core: (cpu: number) => { core: number; package: number; cache: string; mhz: number },
    count: number,
  ) => {
    const sys = mkdtempSync(join(folder, 'sys-'));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(sys, path)), { recursive: true });
      writeFileSync(join(sys, path), `${text}\n`);
    };
    write('cpu/online', `0-${count - 1}`);
    write('node/online', '0-1');
    for (const node of [0, 1]) {
      const members = Array.from({ length: count }, (_, cpu) => cpu).filter((cpu) => core(cpu).package === node);
      write(`node/node${node}/cpulist`, members.join(','));
    }
    for (let cpu = 0; cpu < count; cpu++) {
      const one = core(cpu);
      write(`cpu/cpu${cpu}/topology/core_id`, `${one.core}`);
      write(`cpu/cpu${cpu}/topology/physical_package_id`, `${one.package}`);
      write(`cpu/cpu${cpu}/cache/index3/shared_cpu_list`, one.cache);
      write(`cpu/cpu${cpu}/cpufreq/cpuinfo_max_freq`, `${one.mhz}`);
    }
    return sys;
  };
  const machines = {
    // Two packages of four cores behind two caches each; the second threads of the cores come behind all first ones.
    'two packages with SMT': () =>
      files((cpu) => {
        const first = cpu % 8;
        const cache = first - (first % 2);
        return {
          core: first % 4,
          package: first >> 2,
          cache: `${cache}-${cache + 1},${cache + 8}-${cache + 9}`,
          mhz: 3000,
        };
      }, 16),
    // Fast cores have two threads, numbered in pairs; slow ones have one.
    'a hybrid': () =>
      files((cpu) => ({ core: cpu < 8 ? cpu >> 1 : cpu, package: 0, cache: '0-11', mhz: cpu < 8 ? 5000 : 3800 }), 12),
  };

  test.each(Object.keys(machines) as (keyof typeof machines)[])(
    'of %s is that of src/machine/pin-order.ts',
    async (name) => {
      const sys = machines[name]();
      const program = built(await race('v4'), cc);
      const topology = readTopology((path) => {
        try {
          return readFileSync(join(sys, path), 'utf8').trim();
        } catch {
          return undefined;
        }
      });
      const allowed = topology.map(({ cpu }) => cpu);
      for (const order of PIN_ORDERS) {
        const args = ['--sys', sys, '--pin-order', order, '--show-cpus'];
        const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
        expect({ order, cpus: stdout.trim().split(' ').map(Number) }).toEqual({
          order,
          cpus: pinOrder(topology, allowed, order),
        });
      }
    },
  );
});

/** Both programs have the part that differs by machine and library: unless all are asked for, the shorter one is built. */
describe.each([
  { name: 'for arm64, under emulation', cc: CROSS, run: [EMULATOR], arch: 'arm64' },
  { name: 'with musl', cc: 'musl-gcc', run: [], arch: process.arch },
])('$name', ({ cc, run, arch }) => {
  const isThere = [cc, ...run].every(runs);

  test.runIf(isThere && SLOW)('a race finds what must show', async () => {
    const program = built(await race('v4'), cc, [...FAST, '-static']);
    const { status, result } = resultOf<RaceResult>([...run, program, ...UNTIL_IT_SHOWS]);
    expect({ status, arch: result.environment.arch }).toEqual({ status: 1, arch });
  });

  test.runIf(isThere && SLOW)('a measurement', async () => {
    const program = built(await scale(['old', 'v4'], ['shared']), cc, [...FAST, '-static']);
    const args = ['--threads', '2', '--trials', '1', '--duration', '20ms'];
    expect(resultOf<ScaleResult>([...run, program, ...args]).status).toBe(0);
  });
});
