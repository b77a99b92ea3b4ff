import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RaceResult } from '../../src/results/race-result.js';
import { inSlow } from '../slow.js';
import { askCli } from './kept-cli.js';
import { interruptCli, RACING } from './run-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});

/** Every worker gets a CPU in that time, also on a busy machine. */
const SHORT = ['--duration', '30ms'];
/** For races that show what they are to show, however long that takes on a busy machine. */
const UNTIL_SHOWN = ['--duration', '25s', '--stop-on-violation'];
/** v4, held up so that every life of the page shows what it breaks. */
const HELD_UP = fileURLToPath(new URL('../fixtures/held-up-v4.ts', import.meta.url));

describe('reftorture race', () => {
  test('exits with 1 when a violation showed, and tells it', async () => {
    const { code, stdout, stderr } = await askCli(['race', '--protocol', HELD_UP, '--engine', 'js', ...UNTIL_SHOWN]);
    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/verdict +violated/);
    expect(stdout).toMatch(
      /worker 0 \(T1\) took its reference in life \d+ .* type X, and put it as the last: step 1, \[1 -> 0\]/,
    );
    expect(stdout).toMatch(/Meanwhile somebody else's step 2 won, and the page was freed and allocated again/);
    expect(stdout).toMatch(/Node \d+/);
  });

  test('exits with 0 when the expected violation showed, and 1 when it did not', async () => {
    const hit = await askCli([
      'race',
      '--protocol',
      HELD_UP,
      '--engine',
      'js',
      ...UNTIL_SHOWN,
      '--expect',
      'stolenFree',
    ]);
    expect(hit.code).toBe(0);
    const miss = await askCli(['race', '--protocol', 'old', ...SHORT, '--expect', 'doubleFree']);
    expect(miss.code).toBe(1);
    expect(miss.stderr).toBe('old on wasm: expected doubleFree, but it did not show\n');
  });

  test('goes on until a violation shows, and its result says so', async () => {
    const { code, stdout } = await askCli([
      ...['race', '--protocol', HELD_UP, '--engine', 'js', '--until-violation', '25s', '--json'],
    ]);
    expect(code).toBe(1);
    const { config, verdict } = JSON.parse(stdout) as RaceResult;
    expect([config.durationMs, config.stopOnViolation, verdict]).toEqual([25_000, true, 'violated']);
  });

  test('says for how long no violation showed', async () => {
    const { code, stdout } = await askCli([...['race', '--protocol', 'old', '--until-violation', '100ms']]);
    expect(code).toBe(0);
    expect(stdout.replaceAll('\n', ' ')).toContain('until a violation shows, 100 ms each at most');
    expect(stdout).toMatch(/^violations +none in \d+ ms$/m);
  });

  test.each([
    [['--duration', '1s'], '--duration'],
    [['--stop-on-violation'], '--stop-on-violation'],
    [['--duration', '1s', '--stop-on-violation'], '--duration, --stop-on-violation'],
  ])('refuses --until-violation together with %j', async (flags, named) => {
    const { code, stderr } = await askCli(['race', '--until-violation', '1s', ...flags]);
    expect([code, stderr]).toEqual([
      2,
      `reftorture: --until-violation ends each run at its first violation or after that time: leave out ${named}\n`,
    ]);
  });

  test('knows what to expect of the protocols in the box', async () => {
    // The broken one needs no second thread to show it.
    const { code } = await askCli(['race', '--protocol', 'old,forgot-step-2', ...SHORT, '--expect']);
    expect(code).toBe(0);
  });

  test('exits with 0 when the run is clean', async () => {
    const { code, stdout } = await askCli(['race', '--protocol', 'old', ...SHORT]);
    expect(code).toBe(0);
    expect(stdout).toContain('A clean race is a sample of interleavings, not a proof.');
  });

  test('prints and writes the same JSON', async () => {
    const out = join(folder, 'result.json');
    const { stdout } = await askCli(['race', ...SHORT, '--seed', '7', '--json', '--out', out]);
    expect(readFileSync(out, 'utf8')).toBe(stdout);
    const result = JSON.parse(stdout) as RaceResult;
    expect(result.schema).toBe('reftorture/race@1');
    expect(Object.keys(result)).toEqual([
      ...['schema', 'madeAt', 'commandLine', 'config', 'environment', 'durationMs', 'totals', 'violations'],
      ...['firstViolationMs', 'events', 'workers', 'conservation', 'verdict', 'interrupted', 'notes'],
    ]);
    expect(result.config).toMatchObject({ protocol: 'v4', scenario: 'email', engine: 'wasm', threads: 2, seed: 7 });
    expect(result.workers.reduce((sum, { operations }) => sum + operations, 0)).toBe(result.totals.operations);
    expect(readdirSync(folder)).toEqual(['result.json']);
  });

  test('lists many runs under one schema', async () => {
    const { stdout } = await askCli([
      'race',
      '--protocol',
      'old,v4',
      '--engine',
      'wasm,js',
      '--duration',
      '30ms',
      '--json',
    ]);
    const set = JSON.parse(stdout) as { schema: string; runs: RaceResult[] };
    expect(set.schema).toBe('reftorture/race-set@1');
    expect(set.runs.map(({ config }) => `${config.protocol}/${config.engine}`)).toEqual([
      ...['old/wasm', 'old/js', 'v4/wasm', 'v4/js'],
    ]);
  });

  // faults.test.ts sends both signals to races.
  test.each(inSlow(['SIGINT', 'SIGTERM'] as const, ['SIGINT'] as const))(
    'writes what it has on %s and exits with 130',
    async (signal) => {
      const out = join(folder, 'partial.json');
      const { code, stderr } = await interruptCli(['race', '--duration', '1h', '--out', out], signal, RACING);
      expect(code).toBe(130);
      expect(stderr).toBe('');
      const result = JSON.parse(readFileSync(out, 'utf8')) as RaceResult;
      expect(result.interrupted).toBe(true);
      expect(result.totals.operations).toBeGreaterThan(0);
    },
  );

  test('exits with 3 and names the worker when one dies', async () => {
    const protocol = fileURLToPath(new URL('../fixtures/dies.ts', import.meta.url));
    const { code, stdout } = await askCli(['race', '--protocol', protocol, '--engine', 'js', ...SHORT]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/worker \d \(T.*\) died while warming up: memory access out of bounds/);
  });
});

describe('bad input to reftorture race', () => {
  test.each([
    [['--protocol', 'v3'], 'unknown protocol "v3". Did you mean "v4"?'],
    [['--scenario', 'emial'], 'unknown scenario "emial". Did you mean "email"?'],
    [['--engine', 'wsam'], 'unknown engine "wsam". Did you mean "wasm"?'],
    [['--protocl', 'v4'], "unknown option '--protocl' (Did you mean --protocol?)"],
    [['--threads', '0'], 'threads must be a whole number from 1 to 1024, not 0'],
    [['--threads', '10000'], 'threads must be a whole number from 1 to 1024, not 10000'],
    [['--threads', 'two'], 'Expected a whole number, zero or more.'],
    [['--duration', '-5s'], 'Expected a positive time such as 500ms, 5s, 2m or 1h.'],
    [['--duration', 'soon'], 'Expected a positive time such as 500ms, 5s, 2m or 1h.'],
    [['--pages', '100000000'], '32-bit kernels reach 2 GiB'],
    [['--stall', 'spin'], 'Expected none, noise, spin:ROUNDS, yield or sleep:MICROSECONDS'],
    [['--stall', 'sleep:5@2'], 'Expected none, noise, spin:ROUNDS'],
    [['--dtor', 'guess'], 'Allowed choices are captured, looked-up.'],
    [['--expect', 'explosion'], 'unknown violation "explosion"'],
    [['--out', '/nowhere/result.json'], 'cannot write "/nowhere/result.json": there is no such folder'],
    [['--out', '/'], 'cannot write "/": it is a folder'],
    [['something'], 'too many arguments'],
  ])('%j gives one line and exit 2', async (args, message) => {
    const { code, stdout, stderr } = await askCli(['race', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('leaves an existing result alone', async () => {
    const out = join(folder, 'old.json');
    writeFileSync(out, 'precious');
    await askCli(['race', '--protocol', 'v3', '--out', out]);
    expect(readFileSync(out, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(['old.json']);
  });

  test('leaves nothing behind when the protocol does not compile', async () => {
    const protocol = join(folder, 'broken.ts');
    writeFileSync(protocol, 'export function tryGet(word: i32): boolean { return');
    const out = join(folder, 'result.json');
    const { code, stderr } = await askCli(['race', '--protocol', protocol, '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('broken.ts');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder)).toEqual(['broken.ts']);
  });
});

describe('reftorture', () => {
  test('suggests the command that was meant', async () => {
    const { code, stderr } = await askCli(['rase']);
    expect(code).toBe(2);
    expect(stderr).toBe("reftorture: unknown command 'rase' (Did you mean race?)\n");
  });

  test('lists every protocol and scenario', async () => {
    const { code, stdout } = await askCli(['list', '--json']);
    expect(code).toBe(0);
    const { protocols, scenarios } = JSON.parse(stdout) as Record<string, { name: string }[]>;
    expect(protocols?.map(({ name }) => name)).toContain('v4');
    expect(scenarios?.map(({ name }) => name)).toContain('email');
  });
});
