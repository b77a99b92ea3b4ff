import { expect, test } from 'vitest';
import { fitText } from '../../src/report/scale-report.js';
import type { ScaleFit } from '../../src/results/scale-result.js';
import { scaleFixture } from '../results/result-fixtures.js';

const { series } = scaleFixture({ 'v4 1': [10], 'v4 2': [15], 'old 64': [1] });

function exactly(value: number): { median: number; low: number; high: number } {
  return { median: value, low: value, high: value };
}

function curve(peakThreads: number | null, kappa = 0.01): ScaleFit {
  const parameters = { lambda: exactly(10), sigma: exactly(0.1), kappa: exactly(kappa) };
  const fit = { model: 'usl' as const, ...parameters, peakThreads, worstResidual: 0 };
  return { protocol: 'v4', engine: 'wasm', workload: 'shared', fit };
}

test.each([
  [1.6, /, peak at 1\.6 threads$/],
  [0, /, peak at 1\.0 threads$/],
  [null, /, no peak up to 2 threads$/],
  [15.7, /, no peak up to 2 threads; the curve, continued, has one near 16$/],
])('a peak at %d is told as far as it was measured', (peak, words) => {
  expect(fitText(curve(peak), series)).toMatch(words);
});

test('no parameter has an exponent', () => {
  expect(fitText(curve(null, 3e-9), series)).toBe(
    'contention 0.10 [0.10, 0.10], coherency <0.000001 [<0.000001, <0.000001], no peak up to 2 threads',
  );
});
