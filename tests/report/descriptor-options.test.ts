// Tests that every report says how descriptors come back and where read-side sections lie: it decides what a run shows.

import { beforeAll, expect, test } from 'vitest';
import { violationRateCharts } from '../../src/report/charts/charts.js';
import { lineStylesFor } from '../../src/report/charts/line-chart.js';
import { checkReport, matrixMarkdown, matrixTable } from '../../src/report/check-report.js';
import { htmlReport } from '../../src/report/html/page.js';
import type { CheckResult } from '../../src/results/check-result.js';
import type { Result } from '../../src/results/result-bytes.js';
import type { DescriptorOptions } from '../../src/scenarios/reclaim.js';
import { raceFixture } from '../results/result-fixtures.js';
import { check } from '../runs.js';

const USUAL: DescriptorOptions = { reclaim: 'type-stable', section: 'put-outside' };
const GRACE: DescriptorOptions = { reclaim: 'grace', section: 'put-inside' };
const SETTINGS = [USUAL, GRACE];

/** With a witness; the words of the configuration are what is looked at. */
let explored: CheckResult;
beforeAll(async () => {
  explored = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
});

function checkOf(options: DescriptorOptions): CheckResult {
  return { ...explored, config: { ...explored.config, scenario: 'folio-email', ...options } };
}

function pageOf(...results: Result[]): string {
  const files = results.map((result, index) => ({
    ...{ file: `${index}.json`, digest: `${index}`, bytes: 1, madeAt: null, commandLine: null },
    ...{ schema: result.schema, results: [result] },
  }));
  return htmlReport(files, 'Report').page;
}

test('a check says so in its heading', () => {
  const [usual, grace] = SETTINGS.map((options) => checkReport(checkOf(options), false).replace(/\s+/g, ' '));
  expect(grace).toContain(', recheck, reclaim grace, section put-inside, sequentially consistent ');
  expect(usual).toContain(', recheck, sequentially consistent ');
});

test('a matrix says so in its rows', () => {
  const checks = [...SETTINGS.map(checkOf), { ...checkOf(GRACE), config: { ...checkOf(GRACE).config, width: 4 } }];
  for (const text of [matrixTable(checks), matrixMarkdown(checks)]) {
    expect(text).toMatch(/v4 +(\| )?folio-email +(\| )?captured/);
    expect(text).toContain('folio-email (reclaim grace, section put-inside) ');
    expect(text).toContain('folio-email (reclaim grace, section put-inside, 4-bit count word) ');
  }
});

test('the page says so of checks, witnesses and races', () => {
  const page = pageOf(...SETTINGS.map(checkOf));
  expect(page).toContain('captured destructor, reclaim grace, section put-inside');
  expect(page).toContain('captured destructor · recheck · reclaim grace · section put-inside · ');
  expect(page).toContain('captured destructor · recheck · sequentially');
  const races = SETTINGS.map((options) => raceFixture({ config: { scenario: 'folio-email', ...options } }));
  const raced = pageOf(...races);
  expect(raced).toContain('v4 in folio-email, wasm, 2 threads, reclaim grace, section put-inside');
  expect(raced).toMatch(/v4 in folio-email, wasm, 2 threads(?!,)/);
});

test('rates by the length of a stall are drawn separately', () => {
  const runs = SETTINGS.flatMap((options) =>
    [1, 10].map((amount) =>
      raceFixture({
        config: { scenario: 'folio-email', ...options, stall: { kind: 'spin', amount, probability: 1 } },
        stolenFree: 5,
      }),
    ),
  );
  const charts = violationRateCharts('stall', runs, lineStylesFor(['v4']));
  expect(charts.map(({ title }) => title)).toEqual([
    'Stolen frees by length of the stall, folio-email',
    'Stolen frees by length of the stall, folio-email, reclaim grace, section put-inside',
  ]);
  expect(new Set(charts.map(({ id }) => id)).size).toBe(2);
});
