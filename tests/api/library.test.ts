// The library as a program uses it.

import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.js';
import { runCli } from '../commands/run-cli.js';

const { check, protocols, race, scale, scenarios } = library;

test('exports nothing by accident', () => {
  expect(Object.keys(library).sort().join(' ')).toBe(
    'KernelCompileError UsageError check protocols race readResult scale scenarios violations',
  );
});

test('results are what JSON can say', async () => {
  const results = [
    await race({ protocol: 'old', durationMs: 50 }),
    await check({ protocol: 'v4' }),
    await scale({ protocols: ['old'], threads: [1], trials: 2, durationMs: 5 }),
  ];
  for (const result of results) expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  for (const { madeAt = '', commandLine } of results) {
    expect(Math.abs(Date.parse(madeAt) - Date.now())).toBeLessThan(60_000);
    expect(commandLine).toBeNull();
  }
  expect(results.map(({ schema }) => schema)).toEqual([
    'reftorture/race@1',
    'reftorture/check@1',
    'reftorture/scale@1',
  ]);
});

test('check answers as the command does', async () => {
  const { stdout } = await runCli(['check', '--protocol', 'old', '--json']);
  const { elapsedMs: _ours, madeAt: _now, commandLine, ...ours } = await check({ protocol: 'old' });
  const { elapsedMs: _theirs, madeAt: _then, ...theirs } = JSON.parse(stdout) as Awaited<ReturnType<typeof check>>;
  expect({ ...ours, commandLine: ['reftorture', 'check', '--protocol', 'old', '--json'] }).toEqual(theirs);
  expect(commandLine).toBeNull();
});

test('two runs at a time do not meet', async () => {
  const [v4, old] = await Promise.all([
    check({ protocol: 'v4', dtor: 'looked-up' }),
    check({ protocol: 'old', dtor: 'looked-up' }),
  ]);
  expect([v4.verdict, old.verdict]).toEqual(['violated', 'clean']);
});

describe('while it runs', () => {
  test('check says how far it is, and ends early with what it has', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const checked = await check(
      { protocol: 'v4', scenario: 'mixed', threads: 3, rounds: 4 },
      {
        signal: controller.signal,
        onProgress: ({ states }) => {
          seen.push(states);
          if (states > 1000 && seen.length > 1) controller.abort();
        },
      },
    );
    expect(checked).toMatchObject({ interrupted: true, complete: false });
    expect(checked.states).toBeGreaterThan(1000);
    expect(checked.properties.leak).not.toBe('holds'); // half an exploration shows nothing
    expect(checked.notes.join()).toMatch(/^Interrupted at [\d,]+ states? with [\d,]+ of them still to expand/);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(1);
  });

  test('race and scale end early with what they have', async () => {
    const raceEnd = new AbortController();
    const raced = await race(
      { protocol: 'old', durationMs: 60_000 },
      { signal: raceEnd.signal, onProgress: ({ operations }) => operations > 0 && raceEnd.abort() },
    );
    expect(raced).toMatchObject({ interrupted: true });
    const scaleEnd = new AbortController();
    const scaled = await scale(
      { protocols: ['old'], threads: [1], trials: 1000, durationMs: 40 },
      { signal: scaleEnd.signal, onProgress: ({ done }) => done > 1 && scaleEnd.abort() },
    );
    expect(scaled).toMatchObject({ interrupted: true });
    expect(scaled.series[0]?.samples.length).toBeGreaterThan(0);
  });

  test('a signal that has fired gives what there is: next to nothing, marked as interrupted', async () => {
    const options = { signal: AbortSignal.abort() };
    const checked = await check({ protocol: 'v4', scenario: 'mixed', threads: 3, rounds: 4 }, options);
    expect(checked).toMatchObject({ interrupted: true, verdict: 'inconclusive' });
    expect(checked.states).toBeLessThan(100);
    expect(await race({ protocol: 'old' }, options)).toMatchObject({ interrupted: true, verdict: 'inconclusive' });
    expect(await scale({ protocols: ['old'] }, options)).toMatchObject({ interrupted: true });
  });

  test('what onProgress throws rejects', async () => {
    const onProgress = (): never => {
      throw new Error('not today');
    };
    const request = { protocol: 'v4', scenario: 'mixed', threads: 3, rounds: 4 };
    await expect(check(request, { onProgress })).rejects.toThrow('not today');
    await expect(race({ protocol: 'old', durationMs: 1000 }, { onProgress })).rejects.toThrow('not today');
    await expect(scale({ protocols: ['old'] }, { onProgress })).rejects.toThrow('not today');
  });

  test('so does what an async one rejects with', async () => {
    const onProgress = async (): Promise<never> => {
      throw new Error('not today');
    };
    const request = { protocol: 'v4', scenario: 'mixed', threads: 3, rounds: 4 };
    await expect(check(request, { onProgress })).rejects.toThrow('not today');
    await expect(race({ protocol: 'old', durationMs: 60_000 }, { onProgress })).rejects.toThrow('not today');
    await expect(scale({ protocols: ['old'], trials: 1000 }, { onProgress })).rejects.toThrow('not today');
  });

  test("a rejection that comes when the run is over is nobody's", async () => {
    let rejectLate = (): void => {};
    const onProgress = (): Promise<void> =>
      new Promise((_, reject) => {
        rejectLate = () => reject(new Error('too late'));
      });
    const raced = await race({ protocol: 'old', durationMs: 300 }, { onProgress });
    rejectLate();
    await new Promise(setImmediate); // an unhandled one would fail the test run
    expect(raced.verdict).toBe('clean');
  });
});

test('readResult is told what is no path', () => {
  expect(() => library.readResult(5 as unknown as string)).toThrow(library.UsageError);
  expect(() => library.readResult(5 as unknown as string)).toThrow('readResult takes the path of a file, not number');
});

test('a stall that is none needs no numbers', async () => {
  const { config } = await race({ protocol: 'old', durationMs: 50, stall: { kind: 'none' } });
  expect(config.stall).toEqual({ kind: 'none', amount: 0, probability: 0 });
  await expect(race({ stall: { kind: 'spin' } as never })).rejects.toThrow('stall must have the key "amount"');
});

describe('errors keep their class', () => {
  test.each([
    ['race', () => race({ protocol: 'v3' })],
    ['check', () => check({ protocol: 'v3' })],
    ['scale', () => scale({ protocols: ['v3'] })],
  ])('%s of an unknown protocol', async (_name, run) => {
    await expect(run()).rejects.toThrow(library.UsageError);
  });

  test('check of a file that is no protocol', async () => {
    await expect(check({ protocol: fileURLToPath(import.meta.url) })).rejects.toThrow(library.KernelCompileError);
  });
});

test('the registry and the scenarios are there to be gone through', () => {
  expect(protocols.map(({ name }) => name)).toContain('v4');
  expect(
    scenarios
      .find(({ name }) => name === 'email')
      ?.roles(3)
      .map(({ name }) => name),
  ).toEqual(['T1', 'T2', 'T3']);
});
