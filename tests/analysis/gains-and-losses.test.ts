// Gains and losses side by side: what is set beside what, and what is said to be missing.

import { describe, expect, test } from 'vitest';
import { gainsAndLosses } from '../../src/analysis/scale-series.js';
import { scaleMarkdown, scaleReport } from '../../src/report/scale-report.js';
import type { ScaleResult, ScaleSeries } from '../../src/results/scale-result.js';
import { findWorkload } from '../../src/scenarios/workloads.js';
import { scaleFixture } from '../results/result-fixtures.js';

/** Workloads on one and two threads; each ratio is a number of its own. */
function measured(
  workloads: readonly string[],
  protocols: readonly string[] = ['old', 'v4', 'freeze-first'],
): ScaleResult {
  const samples = Object.fromEntries(
    protocols.flatMap((name) => [1, 2].map((threads) => [`${name} ${threads}`, [1e6]])),
  );
  const { series, ...rest } = scaleFixture(samples, { protocols, workloads });
  const all = workloads.flatMap((workload, column) =>
    series.map((entry): ScaleSeries => {
      const median = (100 + 100 * column + 10 * entry.threads + protocols.indexOf(entry.protocol)) / 100;
      const isBase = entry.protocol === (protocols.includes('old') ? 'old' : protocols[0]);
      const speedupVsOld = isBase ? null : { median, low: median - 0.01, high: median + 0.01 };
      return { ...entry, workload, speedupVsOld };
    }),
  );
  return { ...rest, series: all };
}

const rowsOf = (result: ScaleResult) =>
  gainsAndLosses(result)?.rows.map(({ protocol, threads, ratios }) => [
    protocol,
    threads,
    ...ratios.map((ratio) => ratio?.median ?? null),
  ]);
const missingOf = (workloads: readonly string[]): string | undefined => {
  return gainsAndLosses(measured(workloads))?.missing;
};

test('gains stand before losses, in a line for each protocol and number of threads', () => {
  const result = measured(['free', 'churn', 'shared', 'failed-get']);
  expect(gainsAndLosses(result)).toMatchObject({ base: 'old', workloads: ['shared', 'failed-get', 'free'] });
  expect(rowsOf(result)).toEqual([
    ['v4', 1, 3.11, 4.11, 1.11],
    ['v4', 2, 3.21, 4.21, 1.21],
    ['freeze-first', 1, 3.12, 4.12, 1.12],
    ['freeze-first', 2, 3.22, 4.22, 1.22],
  ]);
  expect(missingOf(['free', 'shared', 'failed-get'])).toBeUndefined();
});

test('what could not be measured leaves a gap', () => {
  const { series, ...rest } = measured(['shared', 'failed-get', 'free'], ['old', 'v4']);
  const gap = series.map((entry) => (entry.workload === 'free' ? { ...entry, speedupVsOld: null } : entry));
  expect(rowsOf({ ...rest, series: gap })).toEqual([
    ['v4', 1, 1.11, 2.11, null],
    ['v4', 2, 1.21, 2.21, null],
  ]);
});

test('without old the first protocol is the base', () => {
  expect(gainsAndLosses(measured(['shared', 'free'], ['v4', 'freeze-first']))?.base).toBe('v4');
});

describe('what is missing', () => {
  const FAILED = 'what a failed get costs';
  test.each([
    [['shared'], `Not measured here: ${FAILED}, what a free costs (--workload failed-get,free).`],
    [['read', 'free'], `Not measured here: ${FAILED} (--workload failed-get).`],
    [['read', 'free', 'failed-get'], undefined],
    [['free', 'failed-get'], 'Not measured here: what sharing a page gains (--workload shared).'],
    [['churn', 'load'], undefined],
  ])('of %j', (workloads, words) => {
    expect(missingOf(workloads)).toBe(words);
    for (const name of words?.match(/--workload (\S+)\)/)?.[1]?.split(',') ?? []) {
      expect(findWorkload(name).name).toBe(name);
    }
  });

  test('is said in the text and in Markdown, without a table of one side', () => {
    const result = measured(['shared']);
    for (const text of [scaleReport(result), scaleMarkdown(result)]) {
      expect(text.replaceAll('\n', ' ')).toContain('Not measured here: what a failed get costs');
      expect(text).not.toContain('Gains and losses');
    }
  });
});

test('the text has one table of both sides', () => {
  const text = scaleReport(measured(['shared', 'failed-get', 'free'], ['old', 'v4']));
  expect(text.replace(/\s+/g, ' ')).toContain(
    'Gains and losses: speed relative to old, median [95 % interval] of ratios within a turn ' +
      'protocol threads shared failed-get free ' +
      'v4 1 1.11 [1.10, 1.12] 2.11 [2.10, 2.12] 3.11 [3.10, 3.12] ' +
      'v4 2 1.21 [1.20, 1.22] 2.21 [2.20, 2.22] 3.21 [3.20, 3.22]',
  );
  expect(text).not.toContain('Not measured here');
});

test('nothing is said where nothing is compared', () => {
  expect(gainsAndLosses(measured(['shared'], ['v4']))).toBeUndefined();
  expect(gainsAndLosses(measured(['private', 'churn']))).toBeUndefined();
});
