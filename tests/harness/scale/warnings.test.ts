// Tests of what a reader is warned of, each from facts made up for the test.

import { expect, test } from 'vitest';
import { type MeasurementFacts, warningsOf } from '../../../src/harness/scale/warnings.js';
import type { ScaleConfig, ScaleSeries } from '../../../src/results/scale-result.js';
import { ENVIRONMENT, scaleFixture } from '../../results/result-fixtures.js';

const STEADY = [100, 100, 100, 100, 100];
const { config, series } = scaleFixture({ 'old 1': STEADY, 'v4 1': STEADY, 'old 2': STEADY, 'v4 2': STEADY });
/** Nothing to warn of: v4 / old is surely 1.5 to 2.5. */
const QUIET: MeasurementFacts = {
  config,
  environment: ENVIRONMENT,
  series,
  othersShare: 0.05,
  pinProblems: [],
  usable: 2,
  clockStepMs: 0.001,
};

const withConfig = (change: Partial<ScaleConfig>): Partial<MeasurementFacts> => ({ config: { ...config, ...change } });
/** The last series, v4 with 2 threads, with `change`. */
const withSeries = (change: Partial<ScaleSeries>): Partial<MeasurementFacts> => ({
  series: series.map((entry, index) => (index === 3 ? { ...entry, ...change } : entry)),
});

test('nothing is said where nothing is to be known', () => expect(warningsOf(QUIET)).toEqual([]));

test.each<[what: string, change: Partial<MeasurementFacts>, warning: RegExp]>([
  ['failed trials', withSeries({ failures: ['dead', 'hung'] }), /^shared x2 v4: 2 failed attempts .* the first: dead$/],
  ['threads that are not pinned', { pinProblems: ['no koffi'] }, /^not pinned: no koffi$/],
  ['more threads than CPUs', { usable: 1 }, /^2 threads share 1 CPU: /],
  ['a quota', { environment: { ...ENVIRONMENT, cpuQuota: 1.5 } }, /^the container grants 1\.5 CPUs: /],
  ['others at work', { othersShare: 0.06 }, /took 6 % of the CPUs' time meanwhile$/],
  [
    'a clock that is rounded to frames',
    { clockStepMs: 50 / 3, ...withConfig({ durationMs: 50 }) },
    /^the clock moves in steps of 17 ms: rates of trials of 50 ms may be off by 67 %$/,
  ],
  ['few trials', withSeries({ samples: [100, 100, 100, 100] }), /^only 4 trials in some cells: with fewer than 5, /],
  ['one trial', withSeries({ samples: [100] }), /^only 1 trial in some cells/],
  ['noise', withSeries({ low: 94, high: 105 }), /^noisy: the interval is wider than 10 % .* for shared x2 v4$/],
  [
    'what cannot be told from the baseline',
    withSeries({ speedupVsOld: { median: 1.2, low: 0.99, high: 1.4 } }),
    /^too noisy, or too alike, to tell from old: shared x2 v4$/,
  ],
  [
    'what may be the same as the baseline, and no slower',
    withSeries({ speedupVsOld: { median: 1.2, low: 1, high: 1.4 } }),
    /^too noisy, or too alike, to tell from old: shared x2 v4$/,
  ],
])('a warning of %s', (_, change, warning) => {
  expect(warningsOf({ ...QUIET, ...change })).toEqual([expect.stringMatching(warning)]);
});

test.each<[what: string, change: Partial<MeasurementFacts>]>([
  ['a quota for as many as there are threads', { environment: { ...ENVIRONMENT, cpuQuota: 2 } }],
  ['cells without a trial, which have a warning of their own', withSeries({ samples: [], median: null, low: null })],
  ['an unknown share of others', { othersShare: null }],
  ['a clock of 20 µs', { clockStepMs: 0.02, ...withConfig({ durationMs: 50 }) }],
])('no warning of %s', (_, change) => {
  expect(warningsOf({ ...QUIET, ...change })).toEqual([]);
});

test.each<[what: string, change: Partial<ScaleConfig>, warning: RegExp[]]>([
  ['the optimising tier', { tier: 'optimised' }, [/^the optimising tier on x64 has no atomic add/]],
  ['the optimising tier on js alone', { tier: 'optimised', engines: ['js'] }, [/^Atomics\.add and Atomics\.sub/]],
  [
    'relaxed stores on js',
    { engines: ['js'], workloads: ['free', 'shared'] },
    [/^Atomics/, /no relaxed store: .*, in free$/],
  ],
])('a warning of %s', (_, change, expected) => {
  const environment = { ...ENVIRONMENT, arch: 'x64' };
  expect(warningsOf({ ...QUIET, environment, ...withConfig(change) })).toEqual(
    expected.map((one) => expect.stringMatching(one)),
  );
});

test.each([
  ['Chromium 150', 'x64', /: V8's optimising one has no atomic add on x64/],
  ['Chromium 150', 'arm64', /: on arm64 V8's have an atomic add where the core has one/],
  [
    'Firefox 150',
    undefined,
    /: Firefox's have an atomic add of one instruction on x64, and nothing says whether elsewhere$/,
  ],
  ['Safari 26', undefined, /, and nothing says whether/],
])('of %s on %s is said what it cannot do, and what is known of its code', (browser, arch, known) => {
  const { arch: _, ...rest } = ENVIRONMENT;
  const environment = { ...rest, browser, ...(arch !== undefined && { arch }) };
  const said = warningsOf({ ...QUIET, environment });
  expect(said[0]).toMatch(/^a browser cannot pin threads/);
  expect(said[1]).toMatch(/^a browser chooses the compiler by itself/);
  expect(said[1]).toMatch(known);
  expect(said).toHaveLength(2);
});
