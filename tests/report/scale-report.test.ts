import { expect, test } from 'vitest';
import { describeEnvironment } from '../../src/machine/environment.js';
import { scaleCsv, scaleMarkdown, scaleReport } from '../../src/report/scale-report.js';
import type { ScaleResult, ScaleSeries } from '../../src/results/scale-result.js';
import { pinWarning } from '../../src/results/verdicts.js';
import { ENVIRONMENT } from '../results/result-fixtures.js';

function series(protocol: string, threads: number, median: number, speedup?: number): ScaleSeries {
  const samples = [median * 0.99, median, median * 1.01];
  return {
    protocol,
    engine: 'wasm',
    workload: 'shared',
    threads,
    oversubscribed: threads > 2,
    samples,
    trials: samples.map((opsPerSec, round) => ({
      round,
      opsPerSec,
      perThread: new Array(threads).fill(opsPerSec / threads),
      casRetriesPerOp: 0.25,
      getsPerOp: 1,
      failedGetsPerOp: 0,
      abortedFreesPerOp: 0,
      freesPerOp: 0,
    })),
    median,
    low: samples[0] as number,
    high: samples[2] as number,
    perThread: { min: median / threads / 2, max: median / threads },
    casRetriesPerOp: 0.25,
    getsPerOp: 1,
    failedGetsPerOp: 0,
    abortedFreesPerOp: 0,
    freesPerOp: 0,
    bytesPerPage: 4,
    speedupVsOld: speedup === undefined ? null : { median: speedup, low: speedup - 0.1, high: speedup + 0.1 },
    ratioToNative: null,
    failures: [],
  };
}

const RESULT: ScaleResult = {
  schema: 'reftorture/scale@1',
  config: {
    protocols: ['old', 'v4'],
    workloads: ['shared'],
    engines: ['wasm'],
    native: false,
    tier: 'baseline',
    threads: [1, 4],
    durationMs: 150,
    trials: 3,
    pages: 64,
    pin: true,
    pinOrder: 'cores',
    seed: 7,
  },
  environment: describeEnvironment(),
  cpuOrder: [0, 1],
  elapsedMs: 1000,
  othersShare: 0,
  drift: 0.011,
  interrupted: false,
  series: [series('old', 1, 2e8), series('v4', 1, 2.4e8, 1.2), series('old', 4, 5e7), series('v4', 4, 1e8, 2)],
  fits: [
    { protocol: 'old', engine: 'wasm', workload: 'shared', fit: { model: 'none', reason: 'retrograde from N=1' } },
  ],
  warnings: ['something to know'],
};

test('the table shows medians with intervals, ratios, fairness and marks', () => {
  const text = scaleReport(RESULT);
  const line = (start: RegExp): string => text.split('\n').find((candidate) => start.test(candidate)) ?? '';
  expect(line(/^threads/)).toMatch(
    /^threads +old +v4 +v4 \/ old +old: slowest to fastest thread .* v4: CAS retries\/op$/,
  );
  expect(line(/^1 +\d/)).toMatch(
    /^1 +200 M \[198 M, 202 M\] +240 M \[238 M, 242 M\] +1\.20 \[1\.10, 1\.30\] +- +- +0\.25 +0\.25$/,
  );
  expect(line(/^4 \*/)).toMatch(/2\.00 \[1\.90, 2\.10\] +6\.25 M to 12\.5 M +12\.5 M to 25\.0 M/);
  expect(text).toContain('* more threads than CPUs');
  expect(text).toContain('warning: something to know');
  expect(text).toContain('retrograde from N=1');
  expect(text).toContain('pinned to CPUs 0, 1 in this order · baseline tier · seed 7');
});

test('curves that are missing for the same reason stand in one line', () => {
  const none = (protocol: string, workload: string, reason: string): ScaleResult['fits'][number] => ({
    protocol,
    engine: 'wasm',
    workload,
    fit: { model: 'none', reason },
  });
  const fits = [
    none('old', 'shared', 'no'),
    none('v4', 'shared', 'few'),
    none('old', 'read', 'no'),
    none('v4', 'read', 'no'),
  ];
  expect(scaleReport({ ...RESULT, fits })).toContain(
    'Universal Scalability Law\nno curve for shared on wasm (old), read on wasm (old, v4): no\nno curve for shared on wasm (v4): few\n\n',
  );
});

test('where pinning did not work, nothing says that it did', () => {
  const text = scaleReport({ ...RESULT, warnings: [pinWarning('it is not to be had')] });
  expect(text).toContain('not pinned · baseline tier');
  expect(text).toContain('not pinned: it is not to be had');
  expect(text).not.toContain('pinned to CPUs');
});

test('failed gets and aborted frees have a column each, where there are some', () => {
  const [old, v4] = RESULT.series as [ScaleSeries, ScaleSeries];
  const text = scaleReport({ ...RESULT, series: [old, { ...v4, failedGetsPerOp: 0.5, abortedFreesPerOp: 0.125 }] });
  const [head, row] = text.split('\n').filter((line) => /^(threads|1) /.test(line));
  expect(head).toMatch(/v4: CAS retries\/op +v4: failed gets\/op +v4: aborted frees\/op$/);
  expect(row).toMatch(/0\.25 +0\.50 +0\.13$/);
});

test('a single trial has no interval, and uneven numbers of trials are told', () => {
  const [old, v4] = RESULT.series as [ScaleSeries, ScaleSeries];
  const text = scaleReport({ ...RESULT, series: [old, { ...v4, samples: [2.4e8] }] });
  expect(text).toMatch(/^1 +200 M \[198 M, 202 M\] +240 M +1\.20 /m);
  expect(text).toContain('[95 % interval] of 1 to 3 trials of 150 ms');
});

test('a chart has a bar for each cell, as long as its speed', () => {
  const bars = scaleReport(RESULT)
    .split('\n')
    .filter((line) => line.includes('█'));
  expect(bars.map((bar) => bar.replace(/ *[█▒]+.*/, ''))).toEqual(['1 old', '  v4', '4 old', '  v4']);
  const lengths = bars.map((bar) => (bar.match(/█/g) ?? []).length);
  expect(lengths).toEqual([41, 49, 10, 20]);
});

test('a cell that could not be measured says so', () => {
  const failed: ScaleSeries = {
    ...series('v4', 1, 1),
    samples: [],
    trials: [],
    median: null,
    low: null,
    high: null,
    failures: ['dead'],
  };
  expect(scaleReport({ ...RESULT, series: [series('old', 1, 2e8), failed] })).toContain('failed');
});

test('Markdown has a line for each workload, engine and number of threads', () => {
  const lines = scaleMarkdown({ ...RESULT, environment: ENVIRONMENT }).split('\n');
  expect(lines.slice(0, 5)).toEqual([
    '| workload | engine | threads | old | v4 | v4 / old |',
    '| --- | --- | --- | --- | --- | --- |',
    '| shared | wasm | 1 | 200 M [198 M, 202 M] | 240 M [238 M, 242 M] | 1.20 [1.10, 1.30] |',
    '| shared | wasm | 4 \\* | 50.0 M [49.5 M, 50.5 M] | 100 M [99.0 M, 101 M] | 2.00 [1.90, 2.10] |',
    '',
  ]);
  expect(lines[5]).toMatch(
    /^Operations per second, and ratios: median \[95 % interval\] of 3 trials of 150 ms\. Not measured here: .*\. Model T, 2 CPUs, /,
  );
});

test('CSV has a line for each trial, and quotes what needs it', () => {
  const [usual] = series('a,"b".ts', 2, 100).trials as [ScaleSeries['trials'][number]];
  const figures = { casRetriesPerOp: 0.25, failedGetsPerOp: 0.5, abortedFreesPerOp: 0.125, freesPerOp: 0.75 };
  const trial = { ...usual, round: 7, opsPerSec: 100, perThread: [70, 10, 20], ...figures };
  const odd = { ...series('a,"b".ts', 3, 100), trials: [usual, trial, usual] };
  const lines = scaleCsv({ ...RESULT, series: [odd] }).split('\r\n');
  expect(lines.length).toBe(1 + 3 + 1);
  expect(lines[0]).toBe(
    'workload,engine,protocol,threads,oversubscribed,round,opsPerSec,slowestThreadOpsPerSec,fastestThreadOpsPerSec,' +
      'casRetriesPerOp,failedGetsPerOp,abortedFreesPerOp,getsPerOp,freesPerOp',
  );
  expect(lines[2]).toBe('shared,wasm,"a,""b"".ts",3,true,7,100,10,70,0.25,0.5,0.125,1,0.75');
  expect(lines.at(-1)).toBe('');
});
