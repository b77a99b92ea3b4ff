import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readResults } from '../../src/harness/scale/read-result.js';
import { readResult } from '../../src/results/read-result.js';
import type { ScaleResult } from '../../src/results/scale-result.js';
import { UsageError } from '../../src/usage-error.js';
import { COMBINATIONS, claimFixture, claimsFixture, partFixture } from './claims-fixture.js';
import { raceFixture, scaleFixture } from './result-fixtures.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(contents: unknown, name = 'result.json'): string {
  const file = join(folder, name);
  writeFileSync(file, typeof contents === 'string' ? contents : JSON.stringify(contents));
  return file;
}

/** Returns what is said about `contents`; fails when it is read after all. */
function complaint(contents: unknown): string {
  try {
    readResult(written(contents));
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('was read');
}

describe('a result file', () => {
  test('is read with its name, digest and results', () => {
    const file = written(raceFixture({ stolenFree: 3 }));
    const result = readResult(file);
    expect(result).toMatchObject({ file, schema: 'reftorture/race@1', results: [raceFixture({ stolenFree: 3 })] });
    expect(result.digest).toMatch(/^[0-9a-f]{12}$/);
  });

  test('says when it was made and by which command line', () => {
    const made = { madeAt: '2026-01-31T12:00:00.000Z', commandLine: ['reftorture', 'race'] };
    expect(readResult(written({ ...raceFixture(), ...made }))).toMatchObject(made);
    expect(readResult(written({ schema: 'reftorture/race-set@1', ...made, runs: [] }))).toMatchObject(made);
    expect(readResult(written(raceFixture()))).toMatchObject({ madeAt: null, commandLine: null });
  });

  test('may be a set', () => {
    const runs = [raceFixture(), raceFixture({ stolenFree: 1 })];
    expect(readResult(written({ schema: 'reftorture/race-set@1', runs })).results).toEqual(runs);
  });

  test('of answers keeps every key', () => {
    const curve = { name: 'tight loop', protocol: 'v4', halfUs: null };
    const points = [{ stall: 'spin:10', lengthUs: 0.01, interrupted: 5, stolen: 2 }];
    const parts = [partFixture({ curves: [{ ...curve, points }], combinations: COMBINATIONS })];
    const answers = claimsFixture([claimFixture({ parts })]);
    expect(readResult(written(answers)).results).toEqual([answers]);
  });

  test('may be of as many threads as scale allows', () => {
    const measured = trialOf(1024);
    expect(readResult(written(measured)).results).toEqual([measured]);
  });

  test('is named once', () => {
    const [one, two] = [written(raceFixture(), 'one.json'), written(raceFixture(), 'two.json')];
    expect(() => readResults([one, two])).toThrow(/have the same contents: name one of them/);
  });

  test('may lack no key and hold nothing of another type', () => {
    const { verdict: _, ...rest } = raceFixture();
    expect(complaint(rest)).toContain('is not a valid reftorture/race@1: verdict: ');
    expect(complaint({ ...raceFixture(), durationMs: '5' })).toContain('durationMs: ');
    expect(complaint({ ...raceFixture(), durationMs: -1 })).toContain('durationMs: ');
  });
});

/** A measurement with a trial of so many threads. */
function trialOf(threads: number): ScaleResult {
  const result = scaleFixture({ 'v4 1': [1] });
  const perThread = new Array<number>(threads).fill(1);
  const series = result.series.map((entry) => ({
    ...entry,
    trials: entry.trials.map((trial) => ({ ...trial, perThread })),
  }));
  return { ...result, series };
}

describe('what is no result file is turned down in one line:', () => {
  test.each([
    ['an empty file', '', /is empty/],
    ['no JSON', 'race: 5 s', /is not JSON/],
    ['a cut file', JSON.stringify(raceFixture()).slice(0, 200), /is cut short: the JSON ends too early/],
    ['other JSON', '{"name":"reftorture"}', /names no schema such as reftorture\/race@1/],
    ['a list', '[1,2]', /names no schema/],
    ['null', 'null', /names no schema/],
    ['a schema that is no text', '{"schema":7}', /names no schema/],
    [
      'a later version',
      { ...raceFixture(), schema: 'reftorture/race@2' },
      /has schema reftorture\/race@2, but this version of reftorture reads reftorture\/race@1/,
    ],
    ['a name alone', { schema: 'reftorture/list@1' }, /is not a valid reftorture\/list@1: protocols: /],
    [
      'a name of Object',
      { schema: 'reftorture/constructor@1' },
      /but this version of reftorture has no results of that kind/,
    ],
    ['a time that is none', { ...raceFixture(), madeAt: 'yesterday' }, /: madeAt: /],
    ['a command line that is no list', { ...raceFixture(), commandLine: 'rm -rf' }, /: commandLine: /],
    ['infinity', JSON.stringify(raceFixture()).replace('"durationMs":1000', '"durationMs":1e999'), /durationMs/],
    [
      'text that drives a terminal',
      raceFixture({ config: { protocol: '\u001b[2J' } }),
      /config\.protocol: has control characters/,
    ],
    [
      'text that runs backwards',
      raceFixture({ config: { scenario: 'a\u202eb' } }),
      /config\.scenario: has control characters/,
    ],
    [
      'text whose parts run backwards',
      raceFixture({ config: { scenario: 'a\u2067b\u2069' } }),
      /config\.scenario: has control characters/,
    ],
    ['endless text', raceFixture({ config: { protocol: 'x'.repeat(20_000) } }), /config\.protocol: /],
    [
      'a round that asks for endless memory',
      { ...scaleFixture({ 'v4 1': [1] }), config: { ...scaleFixture({}).config, trials: 2 ** 40 } },
      /config\.trials: /,
    ],
    ['more threads than any trial has', trialOf(1025), /series\.0\.trials\.0\.perThread: /],
  ])('%s', (_, contents, words) => {
    const line = complaint(contents);
    expect(line).toMatch(words);
    for (const unprintable of ['\n', '\u001b']) expect(line).not.toContain(unprintable);
    expect(line.length).toBeLessThan(600);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('the key %s, however deep', (key) => {
    const hostile = JSON.stringify(raceFixture()).replace('"totals":{', `"totals":{"${key}":{"polluted":true},`);
    expect(complaint(hostile)).toContain(`has a key "${key}", which no result has`);
    expect(complaint(`[[{"${key}":1}]]`)).toContain(`has a key "${key}", which no result has`);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  test('nesting deeper than any stack', () => {
    expect(complaint(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toMatch(/names no schema|not JSON/);
  });

  test('a huge file, without reading it', () => {
    const file = written('');
    truncateSync(file, 2 ** 31);
    expect(() => readResult(file)).toThrow(/it has 2048 MiB, and at most 64 MiB are read/);
  });

  test('a folder, a missing file, a pipe', () => {
    expect(() => readResult(folder)).toThrow(/: it is a folder$/);
    expect(() => readResult(join(folder, 'none.json'))).toThrow(/there is no such file/);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(() => readResult(join(folder, 'pipe'))).toThrow(/: it is not a regular file$/);
  });

  test('any file cut or changed anywhere', () => {
    const whole = JSON.stringify(raceFixture({ stolenFree: 2 }));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(8), fc.string(), (at, removed, added) => {
        const file = written(whole.slice(0, at) + added + whole.slice(at + removed));
        try {
          expect(readResult(file).schema).toBe('reftorture/race@1'); // a changed number or note is still a result
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as Error).message).not.toContain('\n');
        }
      }),
      { numRuns: 300 },
    );
  });
});
