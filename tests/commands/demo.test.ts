import { describe, expect, test } from 'vitest';
import { demo } from '../../src/harness/demo/demo.js';
import { demoCheck, demoClosing, demoOpening, demoRace } from '../../src/report/demo-text.js';
import type { DemoResult } from '../../src/results/demo-result.js';
import { raceFixture } from '../results/result-fixtures.js';
import { check } from '../runs.js';
import { sharedRun } from './shared-run.js';

test('the demonstration succeeds, whether or not the race shows by chance', async () => {
  const { code, stdout, stderr } = await sharedRun(['demo', '--duration', '20ms']);
  expect([code, stderr]).toEqual([0, '']);
  for (const part of [
    /^1\. Real threads, nothing slowed down$/m,
    /old {2}[\d,]+ operations in .*: no violation/,
    /v4 {3}[\d,]+ operations in /,
    /The shortest way to the type confusion takes 16 steps, 8 of them on the count word\./,
    /confirmed: 10 of 10 replays agreed in all 16 steps/,
    /^workload +engine +threads +old +v4 +v4 \/ old$/m,
    /^Next$/m,
  ]) {
    expect(stdout).toMatch(part);
  }
});

test('is interrupted between its steps', async () => {
  const interruption = new AbortController();
  const kinds: string[] = [];
  const ends = (kind: string) => (): void => {
    kinds.push(kind);
    interruption.abort();
  };
  const result = await demo({
    durationMs: 50,
    signal: interruption.signal,
    onStart: () => {},
    onStep: { race: ends('race'), check: ends('check'), replay: ends('replay'), scale: ends('scale') },
  });
  expect(kinds).toEqual(['race']);
  expect(result).toMatchObject({ interrupted: true, check: null, replay: null, scale: null, broken: [] });
  expect(demoClosing(result)).toContain('Interrupted: the rest was not run.');
});

describe('what is said', () => {
  test('of a race that shows nothing: that this depends on the machine', () => {
    expect(demoRace(raceFixture({ config: { protocol: 'v4' } }))).toMatch(/no violation\. It depends on the machine/);
    expect(demoRace(raceFixture({ config: { protocol: 'old' } }))).toMatch(/no violation\n/);
    const stall = { kind: 'spin', amount: 1000, probability: 1 } as const;
    expect(demoRace(raceFixture({ config: { protocol: 'v4', stall } }))).toContain('no violation this time');
  });

  test('of a race that shows: how often, and how it happened', () => {
    const text = demoRace(raceFixture({ stolenFree: 12 }));
    expect(text).toMatch(/12 stolen frees; the first after/);
  });

  test('of the exploration, in its numbers', async () => {
    expect(demoCheck(await check({ protocol: 'v4' }))).toMatch(/All \d+ states of 3 threads were explored in /);
  });

  test('at the end, in each of its outcomes', () => {
    const result = { broken: [], interrupted: false, elapsedMs: 9000, environment: raceFixture().environment };
    const closing = (shown: DemoResult['shown'], broken: readonly string[] = []): string =>
      demoClosing({ ...result, shown, broken } as unknown as DemoResult);
    expect(closing('naturally')).toContain('The race showed on this machine');
    expect(closing('stalled')).toContain('but with a stall between the steps');
    expect(closing('not at all')).toContain('the forced schedule is the proof');
    expect(closing('naturally', ['old: did not expect leak'])).toContain(
      'Not as it should be: old: did not expect leak',
    );
  });

  test('keeps to 80 columns', () => {
    const before = process.env.COLUMNS;
    process.env.COLUMNS = '80';
    try {
      const text = demoOpening() + demoRace(raceFixture({ stolenFree: 12 }));
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    } finally {
      process.env.COLUMNS = before;
    }
  });
});
