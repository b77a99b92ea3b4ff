import { describe, expect, test } from 'vitest';
import { chartId } from '../../../src/report/charts/chart-id.js';
import { drawChart } from '../../../src/report/charts/draw.js';
import type { LineChart } from '../../../src/report/charts/line-chart.js';
import { lineStylesFor } from '../../../src/report/charts/line-styles.js';
import { scaleCharts } from '../../../src/report/charts/scale-charts.js';
import { standaloneSvg } from '../../../src/report/charts/svg-theme.js';
import { violationRateCharts } from '../../../src/report/charts/violation-rate-charts.js';
import { raceFixture, scaleFixture } from '../../results/result-fixtures.js';

const styles = lineStylesFor(['old', 'v4']);
const { series } = scaleFixture({
  'old 1': [90, 100, 110],
  'v4 1': [190, 200, 210],
  'old 4': [40, 50, 60],
  'v4 4': [140, 150, 160],
});

describe('the charts of a measurement', () => {
  const charts = scaleCharts('scale', series, styles);

  test('are throughput, speed-up, fairness and retries, with units', () => {
    expect(charts.map(({ id }) => id)).toEqual([
      'scale-throughput',
      'scale-speedup',
      'scale-fairness',
      'scale-retries',
    ]);
    expect(charts.map(({ yTitle }) => yTitle)).toEqual([
      'operations per second, all threads',
      'times the throughput of old',
      'slowest thread / fastest thread (1 is fair)',
      'failed compare-and-swaps per operation',
    ]);
  });

  test('have a line for each protocol, with every interval and sample', () => {
    const [throughput] = charts as [LineChart];
    expect(throughput.lines.map(({ name }) => name)).toEqual(['old', 'v4']);
    expect(throughput.lines[1]?.points).toEqual([
      { x: 1, y: 200, low: 190, high: 210, samples: [190, 200, 210] },
      { x: 4, y: 150, low: 140, high: 160, samples: [140, 150, 160] },
    ]);
    expect(throughput.shadeFrom).toEqual({ x: 2, label: 'more threads than CPUs' }); // between 1 and 4
  });

  test('have the slowest thread over the fastest, the ratios and the retries of their series', () => {
    const [, speedup, fairness, retries] = charts.map(({ lines }) =>
      Object.fromEntries(lines.map(({ name, points }) => [name, points.map(({ x, y }) => [x, y])])),
    );
    expect(speedup).toEqual({
      v4: [
        [1, 2],
        [4, 2],
      ],
    });
    expect(fairness).toEqual({ old: [[4, 40 / 60]], v4: [[4, 140 / 160]] });
    expect(retries?.old).toEqual([
      [1, 0.5],
      [4, 0.5],
    ]);
  });

  test('tell lines apart by marker and dashes, not by colour alone', () => {
    const [old, v4] = [styles.of('old', 'wasm'), styles.of('v4', 'native')];
    expect(old.colour).not.toBe(v4.colour); // the marker goes with the colour
    expect(old.dash).not.toBe(v4.dash);
  });
});

describe('violation rates by stall length', () => {
  const stall = (amount: number) =>
    ({ kind: amount === 0 ? 'none' : 'spin', amount, probability: amount === 0 ? 0 : 1 }) as const;
  const runs = [0, 10, 100].flatMap((amount) => [
    raceFixture({ config: { stall: stall(amount) }, stolenFree: amount * 10 }),
    raceFixture({ config: { stall: stall(amount), protocol: 'old' } }),
  ]);
  const [chart, ...others] = violationRateCharts('stall', runs, styles) as [LineChart];

  test('are one chart for each violation that showed', () => {
    expect(others).toEqual([]);
    expect(chart.title).toBe('Stolen frees by length of the stall, email');
    expect(chart.xTicks.map(({ label }) => label)).toEqual(['none', '10', '100']);
  });

  test('show what was not seen as a bound', () => {
    const [v4, old] = chart.lines;
    expect(v4?.points.map(({ y, bound }) => [y, bound ?? false])).toEqual([
      [expect.closeTo(3.7, 1), true],
      [100, false],
      [1000, false],
    ]);
    expect(old?.points.every(({ bound }) => bound)).toBe(true);
  });

  test('need two lengths', () => expect(violationRateCharts('stall', runs.slice(0, 2), styles)).toEqual([]));
});

describe('a drawn chart', () => {
  test('is one image with a description, axes, a legend and no other reference', async () => {
    const svg = await drawChart(scaleCharts('scale', series, styles)[0] as LineChart);
    expect(svg).toMatch(
      /^<svg role="img" aria-label="Throughput\. operations per second, all threads against threads\./,
    );
    for (const word of ['>threads<', '>operations per second, all threads<', '>old<', '>v4<'])
      expect(svg).toContain(word);
    expect(svg).not.toMatch(/href|url\(|<script/);
    expect(svg).toContain('var(--c0)');
    expect(svg).toContain('>0</text>'); // a length that is seen stands for the whole of a number
  });

  test('has nothing of a hostile name but its letters', async () => {
    const name = '</text><script>alert(1)</script>';
    const [first] = series;
    const hostile = scaleCharts('scale', [{ ...(first as (typeof series)[number]), protocol: name }], styles);
    const svg = await drawChart(hostile[0] as LineChart);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
  });

  test('brings its colours along as a file of its own', async () => {
    const svg = standaloneSvg(await drawChart(scaleCharts('scale', series, styles)[0] as LineChart));
    expect(svg).toMatch(/^<\?xml version="1\.0"[\s\S]*<svg [^>]*><style>svg\{--ink:#/);
    expect(svg).toContain('prefers-color-scheme:dark');
  });
});

test('names of charts are safe as names of files', () => {
  expect(chartId('stall', '../../etc/passwd', 'ü\0"<')).toBe('stall--etc-passwd--');
  expect(chartId('x'.repeat(500))).toHaveLength(120);
});
