import { describe, expect, test } from 'vitest';
import { mergeRaces, mergeScales } from '../../src/analysis/merge.js';
import type { ScaleResult } from '../../src/results/scale-result.js';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';

describe('repeated races', () => {
  test('add up', () => {
    const [merged, ...others] = mergeRaces([
      raceFixture({ stolenFree: 2 }),
      raceFixture({ stolenFree: 3, config: { seed: 9 }, rest: { firstViolationMs: 4 } }),
      raceFixture(),
    ]);
    expect(others).toEqual([]);
    expect(merged).toMatchObject({ durationMs: 3000, firstViolationMs: 4, verdict: 'violated' });
    expect(merged?.violations).toMatchObject({ stolenFree: 5, typeConfusionStolenFree: 0 });
    expect(merged?.totals).toMatchObject({ operations: 12e6, abortedFrees: 21 });
    expect(merged?.notes[0]).toBe('3 runs taken together');
  });

  test('stay separate when there are descriptors in one alone', () => {
    const runs = [raceFixture(), raceFixture({ config: { reclaim: 'type-stable', section: 'put-outside' } })];
    expect(mergeRaces(runs)).toEqual(runs);
  });

  const { config, environment } = raceFixture({ config: { reclaim: 'grace', section: 'none' } });

  test.each(Object.keys(config).filter((key) => key !== 'seed'))('stay separate when they differ in %s', (key) => {
    const runs = [raceFixture(), raceFixture({ config: { [key]: 'another' } })];
    expect(mergeRaces(runs)).toEqual(runs);
  });

  test('were not made at once, by one command line', () => {
    const made = { madeAt: '2026-01-31T12:00:00.000Z', commandLine: ['reftorture', 'race'] };
    const [first, second] = [raceFixture({ rest: made }), raceFixture({ rest: { ...made, commandLine: null } })];
    const [merged, ...others] = mergeRaces([first, second]);
    expect(others).toEqual([]);
    expect(Object.keys(merged ?? {})).toEqual(Object.keys(raceFixture()));
    expect(mergeRaces([first])).toEqual([first]);
  });

  test.each(Object.keys(environment))('stay separate when their machines differ in %s', (key) => {
    const runs = [raceFixture(), raceFixture({ environment: { [key]: 'another' } })];
    expect(mergeRaces(runs)).toEqual(runs);
  });

  test('are not clean when one came to nothing, nor was everything checked when one was not', () => {
    const { conservation } = raceFixture();
    const dead = raceFixture({ rest: { verdict: 'inconclusive', conservation: { ...conservation, checked: false } } });
    const [merged] = mergeRaces([raceFixture(), dead]);
    expect(merged).toMatchObject({ verdict: 'inconclusive', conservation: { checked: false } });
  });
});

describe('repeated measurements', () => {
  const first = scaleFixture({ 'old 1': [10, 10, 10], 'v4 1': [20, 20, 20] }, { trials: 3 });
  const second = scaleFixture({ 'old 1': [30, 30], 'v4 1': [90, 90] }, { trials: 2, seed: 5 });

  test('pool their trials, and pair them within each run', () => {
    const [merged, ...others] = mergeScales([first, second]);
    expect(others).toEqual([]);
    expect(merged?.config.trials).toBe(5);
    const [old, v4] = merged?.series ?? [];
    expect(old?.samples).toEqual([10, 10, 10, 30, 30]);
    expect(old?.trials.map(({ round }) => round)).toEqual([0, 1, 2, 3, 4]);
    expect(old).toMatchObject({ median: 10, speedupVsOld: null });
    expect(v4).toMatchObject({ median: 20 });
    expect(v4?.speedupVsOld).toMatchObject({ median: 2, low: 2, high: 3 }); // ratios 2, 2, 2, 3, 3
  });

  test('were not made at once, by one command line', () => {
    const dated = { ...first, madeAt: '2026-01-31T12:00:00.000Z', commandLine: ['reftorture', 'scale'] };
    const [merged, ...others] = mergeScales([dated, second]);
    expect(others).toEqual([]);
    expect(Object.keys(merged ?? {})).toEqual(Object.keys(first));
  });

  test('are fitted anew, over the numbers of threads that have a CPU each', () => {
    const wide = scaleFixture({ 'old 1': [10], 'old 2': [18], 'old 4': [9] }, { trials: 1 });
    expect(mergeScales([wide, wide])[0]?.fits).toEqual([
      {
        ...{ protocol: 'old', engine: 'wasm', workload: 'shared' },
        fit: { model: 'none', reason: 'a fit needs 3 numbers of threads within the CPUs, not 2' },
      },
    ]);
  });

  test('have the figures of all their trials', () => {
    const figures = { casRetriesPerOp: 0.25, failedGetsPerOp: 0.5, abortedFreesPerOp: 0.125, perThread: [30, 10] };
    const withFigures = (measured: ScaleResult): ScaleResult => ({
      ...measured,
      series: measured.series.map((cell) => ({
        ...cell,
        trials: cell.trials.map((trial) => ({ ...trial, ...figures })),
      })),
    });
    const [merged] = mergeScales([withFigures(first), withFigures(second)]);
    const { perThread: _, ...perOperation } = figures;
    for (const cell of merged?.series ?? [])
      expect(cell).toMatchObject({ ...perOperation, perThread: { min: 10, max: 30 } });
    expect(merged?.series.length).toBe(2);
  });

  test('were disturbed as much as the one that was disturbed most, if that is known of all', () => {
    const disturbed = (...shares: (number | null)[]): number | null | undefined =>
      mergeScales(shares.map((othersShare) => ({ ...first, othersShare })))[0]?.othersShare;
    expect(disturbed(0.01, 0.3, 0.02)).toBe(0.3);
    expect(disturbed(0.3, null)).toBe(null);
  });

  const { config, environment } = first;

  test.each(Object.keys(config).filter((key) => !['seed', 'trials'].includes(key)))(
    'stay separate when they differ in %s',
    (key) => {
      const other = { ...first, config: { ...config, [key]: 'another' } };
      expect(mergeScales([first, other])).toEqual([first, other]);
    },
  );

  test.each(Object.keys(environment))('stay separate when their machines differ in %s', (key) => {
    const other = { ...first, environment: { ...environment, [key]: 'another' } };
    expect(mergeScales([first, other])).toEqual([first, other]);
  });

  test('stay separate when their CPUs had another order', () => {
    const other = { ...first, cpuOrder: [1, 0] };
    expect(mergeScales([first, other])).toEqual([first, other]);
  });
});
