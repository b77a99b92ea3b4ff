import { describe, expect, test } from 'vitest';
import { compareRaces, compareScales, wordFor } from '../../src/analysis/compare.js';
import { compareTable } from '../../src/report/compare-table.js';
import type { CompareRow } from '../../src/results/compare-result.js';
import type { RaceConfig, RaceResult } from '../../src/results/race-result.js';
import { poissonRate } from '../../src/statistics/poisson-rate.js';
import { seededRandom } from '../../src/statistics/random.js';
import { ENVIRONMENT, raceFixture, scaleFixture } from '../results/result-fixtures.js';

const MARGIN = 0.05;
const FILE = { file: 'scale.json', digest: '0123456789ab' };

describe('the word for a ratio', () => {
  test.each([
    [1.1, 1.2, 'faster'],
    [0.8, 0.9, 'slower'],
    [0.97, 1.04, 'same'],
    [1.01, 1.04, 'same'],
    [0.9, 1.1, 'cannot tell'],
    [0.99, 1.2, 'cannot tell'],
  ] as const)('from %s to %s is %s', (low, high, word) => {
    expect(wordFor({ median: 1, low, high }, MARGIN, ['faster', 'slower'])).toBe(word);
  });
});

describe('two measurements', () => {
  const steady = scaleFixture({ 'old 1': [100, 100, 100, 100, 100], 'v4 2': [50, 50, 50, 50, 50] });

  test('are compared cell by cell', () => {
    const other = scaleFixture({ 'old 1': [100, 100, 100, 100, 100], 'v4 2': [75, 75, 75, 75, 75] });
    const { rows, obstacles, changes } = compareScales(steady, other, MARGIN);
    expect(rows.map(({ protocol, threads, word }) => [protocol, threads, word])).toEqual([
      ['old', 1, 'same'],
      ['v4', 2, 'faster'],
    ]);
    expect(rows[1]).toMatchObject({ a: 50, b: 75, ratio: { median: 1.5, low: 1.5, high: 1.5 }, reason: null });
    expect([obstacles, changes]).toEqual([[], []]);
  });

  test('of two machines: the speed-up on each is compared, the rates are not', () => {
    const here = scaleFixture({ 'old 2': [100, 100, 100, 100, 100], 'v4 2': [150, 150, 150, 150, 150] });
    const there = scaleFixture(
      { 'old 2': [900, 900, 900, 900, 900], 'v4 2': [450, 450, 450, 450, 450] },
      {},
      { cpus: 64 },
    );
    const compared = compareScales(here, there, MARGIN);
    expect(
      compared.rows.map(({ protocol, quantity, a, b, ratio, word }) => [protocol, quantity, a, b, ratio?.median, word]),
    ).toEqual([
      ['old', 'operations', 100, 900, undefined, 'cannot tell'],
      ['v4', 'speed-up over old', 1.5, 0.5, expect.closeTo(1 / 3), 'smaller'],
      ['v4', 'operations', 150, 450, undefined, 'cannot tell'],
    ]);
    const result = { schema: 'reftorture/compare@1', a: FILE, b: FILE, margin: MARGIN, ...compared } as const;
    expect(compareTable(result)).toMatch(/times old +1\.50 +0\.50 +0\.33 /);
  });

  test('are the same whenever they were made', () => {
    const dated = { ...steady, madeAt: '2026-01-31T12:00:00.000Z', commandLine: ['reftorture', 'scale'] };
    expect(compareScales(steady, dated, MARGIN)).toMatchObject({ obstacles: [], changes: [] });
  });

  test('of browsers may be of two machines, which is an obstacle, and of a browser and Node of two runtimes', () => {
    const { node: _, v8: __, ...rest } = ENVIRONMENT;
    const inBrowser = { ...rest, cpuModel: 'unknown', browser: 'Firefox 150' };
    const there = { ...steady, environment: inBrowser };
    expect(compareScales(there, there, MARGIN).obstacles).toEqual([{ what: 'cpuModel', a: 'unknown', b: 'unknown' }]);
    const other = { ...steady, environment: { ...inBrowser, browser: 'Safari 20' } };
    expect(compareScales(there, other, MARGIN).changes).toEqual([
      { what: 'browser', a: 'Firefox 150', b: 'Safari 20' },
    ]);
    const runtimes = { what: 'runtime', a: `Node ${ENVIRONMENT.node}`, b: 'Firefox 150' };
    expect(compareScales(steady, there, MARGIN).changes).toEqual([runtimes]);
  });

  test('are not told from each other by noise', () => {
    const noisy = scaleFixture({ 'old 1': [40, 180, 95, 60, 150] });
    expect(compareScales(steady, noisy, MARGIN).rows[0]?.word).toBe('cannot tell');
  });

  test('are not told from each other by a handful of trials', () => {
    const few = scaleFixture({ 'old 1': [300, 300, 300, 300] });
    expect(compareScales(steady, few, MARGIN).rows[0]).toMatchObject({
      ratio: null,
      word: 'cannot tell',
      reason: '4 trials: an interval needs 5 on both sides',
    });
  });

  // The 15th and the 27th of 41 samples: see tests/statistics/estimate.test.ts.
  test('have an interval that leaves out 25 ratios in 1000 on either side', () => {
    const spread = scaleFixture({ 'old 1': Array.from({ length: 41 }, (_, index) => 79 + index) });
    expect(compareScales(steady, spread, MARGIN).rows[0]?.ratio).toEqual({ median: 0.99, low: 0.93, high: 1.05 });
  });

  test('have the same interval however it is resampled', () => {
    const random = seededRandom(1);
    const spread = (count: number) =>
      scaleFixture({ 'old 1': Array.from({ length: count }, () => 90 + 20 * random()) });
    const width = (count: number) => {
      const { ratio } = compareScales(spread(count), spread(count), MARGIN).rows[0] as CompareRow;
      return Math.log((ratio?.high ?? 0) / (ratio?.low ?? 0)) * Math.sqrt(count);
    };
    const [few, many] = [width(400), width(1600)]; // on both sides of the shortcut for many samples
    expect(many / few).toBeGreaterThan(0.75);
    expect(many / few).toBeLessThan(1.35);
  });

  test('name what only one of them has', () => {
    const other = scaleFixture({ 'old 1': [1, 1, 1, 1, 1], 'v4 4': [1] });
    expect(compareScales(steady, other, MARGIN)).toMatchObject({
      onlyA: ['shared x2, v4 on wasm'],
      onlyB: ['shared x4, v4 on wasm'],
    });
  });

  test('allow for the drift of either', () => {
    const drifted = { ...steady, drift: 0.1 / 1.96 };
    for (const [a, b] of [
      [drifted, steady],
      [steady, drifted],
    ] as const) {
      expect(compareScales(a, b, MARGIN).rows[0]?.ratio).toEqual({
        median: 1,
        low: expect.closeTo(Math.exp(-0.1), 9),
        high: expect.closeTo(Math.exp(0.1), 9),
      });
    }
  });

  test.each([
    [['cpuModel', 'cpus', 'threadsPerCore', 'cpuQuota', 'governor'], 'obstacles'],
    [['kernel', 'node', 'v8', 'reftorture'], 'changes'],
  ] as const)('that differ in %j have %s', (keys, kind) => {
    for (const key of keys) {
      const other = { ...steady, environment: { ...ENVIRONMENT, [key]: 'another' } };
      const { obstacles, changes } = compareScales(steady, other, MARGIN);
      expect({ obstacles, changes }).toEqual({
        obstacles: [],
        changes: [],
        [kind]: [{ what: key, a: String(ENVIRONMENT[key]), b: 'another' }],
      });
    }
  });

  test('need the same machine and settings, but may differ in versions', () => {
    const other = scaleFixture({ 'old 1': [1] }, { tier: 'optimised' }, { cpuModel: 'Model A', node: '26.0.0' });
    const { obstacles, changes } = compareScales(steady, other, MARGIN);
    expect(obstacles).toEqual([
      { what: 'cpuModel', a: 'Model T', b: 'Model A' },
      { what: 'tier', a: 'baseline', b: 'optimised' },
    ]);
    expect(changes).toEqual([{ what: 'node', a: '20.19.0', b: '26.0.0' }]);
  });
});

test('a tier counts where it compiled something: a printed program has none', () => {
  const scaled = (engine: 'wasm' | 'native', tier?: 'baseline') => {
    const { config, series, ...rest } = scaleFixture({ 'old 1': [100, 100, 100, 100, 100] });
    const { tier: _, ...plain } = config;
    const on = series.map((cell) => ({ ...cell, engine }));
    return { ...rest, config: { ...plain, ...(tier && { tier }) }, series: on };
  };
  const compared = (engine: 'wasm' | 'native') =>
    compareScales(scaled(engine, 'baseline'), scaled(engine), MARGIN).obstacles.map(({ what }) => what);
  expect([compared('native'), compared('wasm')]).toEqual([[], ['tier']]);
  const { tier: _, ...printed } = { ...raceFixture().config, engine: 'native' as const };
  const [node, program] = [{ ...printed, tier: 'baseline' as const }, printed].map((config) => ({
    ...raceFixture(),
    config,
  }));
  expect(compareRaces([node as RaceResult], [program as RaceResult], MARGIN).obstacles).toEqual([]);
});

describe('two races', () => {
  const wordOf = (a: number, b: number) =>
    compareRaces([raceFixture({ stolenFree: a })], [raceFixture({ stolenFree: b })], MARGIN).rows[0]?.word;

  test('differ when the counts do by more than runs do', () => {
    expect(wordOf(1000, 50_000)).toBe('more often');
    expect(wordOf(50_000, 1000)).toBe('less often');
    expect(wordOf(10_000, 15_000)).toBe('cannot tell');
  });

  test('have an interval for chance and for what lies between two runs', () => {
    const [row] = compareRaces([raceFixture({ stolenFree: 8 })], [raceFixture({ stolenFree: 8 })], MARGIN).rows;
    const spread = Math.exp(Math.hypot(1.96 * Math.sqrt(1 / 8 + 1 / 8), Math.log(2)));
    expect(row?.ratio).toEqual({ median: 1, low: expect.closeTo(1 / spread, 3), high: expect.closeTo(spread, 3) });
  });

  test('may have none on one side', () => {
    expect(wordOf(0, 1000)).toBe('more often');
    expect(wordOf(1000, 0)).toBe('less often');
    expect(wordOf(0, 2)).toBe('cannot tell');
  });

  test('whose descriptors come back in other ways are not compared', () => {
    const race = (config: Partial<RaceConfig>) =>
      raceFixture({ stolenFree: 9, config: { scenario: 'folio-email', ...config } });
    const usual = race({ reclaim: 'type-stable', section: 'put-outside' });
    const grace = race({ reclaim: 'grace', section: 'put-outside' });
    const bare = race({ reclaim: 'grace', section: 'none' });
    expect(compareRaces([usual, grace], [grace, bare], MARGIN)).toMatchObject({
      rows: [{ workload: 'folio-email reclaim grace' }],
      onlyA: ['folio-email x2, v4 on wasm'],
      onlyB: ['folio-email reclaim grace section none x2, v4 on wasm'],
    });
  });

  test('are not of the same settings when there are descriptors in one alone', () => {
    const some = raceFixture({ config: { reclaim: 'type-stable', section: 'put-outside' } });
    expect(compareRaces([raceFixture()], [some], MARGIN).obstacles).toEqual([
      { what: 'descriptors', a: 'false', b: 'true' },
    ]);
  });

  test('have no row for what neither saw', () => expect(wordOf(0, 0)).toBeUndefined());
});

describe('a Poisson rate', () => {
  test.each([
    // Exact bounds by Garwood, from chi-squared tables.
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])('of %s events lies from %s to %s', (events, low, high) => {
    const rate = poissonRate(events, 1);
    expect(rate.median).toBe(events);
    expect(rate.low).toBeCloseTo(low, events < 50 ? 1 : 0);
    expect(Math.abs(rate.high / high - 1)).toBeLessThan(0.02);
  });
});
