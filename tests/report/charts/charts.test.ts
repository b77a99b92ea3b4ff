import { describe, expect, test } from 'vitest';
import { scaleCharts, violationRateCharts } from '../../../src/report/charts/charts.js';
import { drawChart, tickLabel } from '../../../src/report/charts/draw.js';
import { chartId, type LineChart, lineStylesFor } from '../../../src/report/charts/line-chart.js';
import { standaloneSvg } from '../../../src/report/charts/svg-theme.js';
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

  test('distinguish lines by marker and dashes, not by colour alone', () => {
    const [old, v4] = [styles('old', 'wasm'), styles('v4', 'native')];
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
  test('is one image with a description, axes, a legend and no other reference', () => {
    const svg = drawChart(scaleCharts('scale', series, styles)[0] as LineChart);
    expect(svg).toMatch(
      /^<svg role="img" aria-label="Throughput\. operations per second, all threads against threads\./,
    );
    for (const word of ['>threads<', '>operations per second, all threads<', '>old<', '>v4<'])
      expect(svg).toContain(word);
    expect(svg).not.toMatch(/href|url\(|<script/);
    expect(svg).toContain('var(--c0)');
    expect(svg).toContain('>0</text>'); // a length that is seen stands for the whole of a number
  });

  test('has nothing of a hostile name but its letters', () => {
    const name = '</text><script>alert(1)</script>';
    const [first] = series;
    const hostile = scaleCharts('scale', [{ ...(first as (typeof series)[number]), protocol: name }], styles);
    const svg = drawChart(hostile[0] as LineChart);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
  });

  test('brings its colours along as a file of its own', () => {
    const svg = standaloneSvg(drawChart(scaleCharts('scale', series, styles)[0] as LineChart));
    expect(svg).toMatch(/^<\?xml version="1\.0"[\s\S]*<svg [^>]*><style>svg\{--ink:#/);
    expect(svg).toContain('prefers-color-scheme:dark');
  });
});

describe('what is drawn', () => {
  const chartOf = (change: Partial<LineChart>): string =>
    drawChart({
      id: 'id',
      title: 'Title',
      xTitle: 'x',
      yTitle: 'y',
      xTicks: [1, 2].map((x) => ({ x, label: String(x) })),
      scale: 'linear',
      lines: [],
      ...change,
    });
  const lineOf = (colour: number, points: LineChart['lines'][number]['points']): LineChart['lines'][number] => ({
    name: `line ${colour}`,
    style: { colour, dash: 0 },
    points,
  });
  const labelsIn = (svg: string): string[] =>
    [...svg.matchAll(/<text x="-6"[^>]*>([^<]*)</g)].map(([, text]) => text ?? '');
  const numbersIn = (svg: string, pattern: RegExp): number[] => [...svg.matchAll(pattern)].map(([, n]) => Number(n));

  test('are trials in front of all intervals and markers, beside their own', () => {
    const svg = drawChart(scaleCharts('scale', series, styles)[0] as LineChart);
    const dots = numbersIn(svg, /<circle cx="([\d.]+)"/g);
    expect(dots).toHaveLength(12);
    expect(svg.indexOf('<circle')).toBeGreaterThan(svg.lastIndexOf(' fill="var(--c1)"/>', svg.indexOf('more threads')));
    const intervals = numbersIn(svg, /M([\d.]+),[\d.]+V/g);
    expect(intervals).toHaveLength(4);
    for (const dot of dots) expect(Math.min(...intervals.map((x) => Math.abs(x - dot)))).toBeGreaterThan(5);
  });

  test('are labels that a reader cannot take for other units', () => {
    const points = [0.02, 3000].map((y, index) => ({ x: index + 1, y }));
    expect(labelsIn(chartOf({ scale: 'log', lines: [lineOf(0, points)] }))).toEqual([
      '0.01',
      '0.1',
      '1',
      '10',
      '100',
      '1 k',
      '10 k',
    ]);
    expect(labelsIn(chartOf({ lines: [lineOf(0, points)] }))).toContain('0.5 k');
    expect(labelsIn(chartOf({ lines: [lineOf(0, [{ x: 1, y: 0.003 }])] }))).toContain('0.0015');
  });

  test('is a gridline for each label', () => {
    const svg = chartOf({ scale: 'log', lines: [lineOf(0, [{ x: 1, y: 3, low: 0, high: 50 }])] });
    const rows = numbersIn(svg, /<line x1="0" y1="([\d.]+)" x2="400"/g);
    expect(rows).toHaveLength(labelsIn(svg).length + 1); // and the x axis
    expect(svg).not.toMatch(/NaN|Infinity/); // the interval ends at the axis
  });

  test('keeps many lines inside the plot, and those of a tick nearer to it than to the next', () => {
    const lines = Array.from({ length: 12 }, (_, index) =>
      lineOf(
        index,
        [1, 2, 4, 8, 16].map((x) => ({ x, y: index, low: index - 1, high: index + 1 })),
      ),
    );
    const xTicks = [1, 2, 4, 8, 16].map((x) => ({ x, label: String(x) }));
    const intervals = numbersIn(chartOf({ lines, xTicks }), /M(-?[\d.]+),[\d.]+V/g);
    expect(intervals).toHaveLength(60);
    expect(Math.min(...intervals)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...intervals)).toBeLessThanOrEqual(400);
    const [first, second] = [intervals[55] as number, intervals[1] as number]; // the last line's at 1, the first line's at 2
    expect(first).toBeLessThan(second);
  });

  test('leaves out labels that would run into each other', () => {
    const xTicks = Array.from({ length: 64 }, (_, index) => ({ x: index + 1, label: String(index + 1) }));
    const svg = chartOf({ lines: [lineOf(0, [{ x: 1, y: 1 }])], xTicks });
    const labels = numbersIn(svg, /y="256">(\d+)</g);
    expect(labels.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(labels.length).toBeLessThan(25);
    expect(svg.match(/y2="245"/g)).toHaveLength(64);
    // A digit is 6.5 pixels wide, and between two labels there are 5.
    const places = numbersIn(svg, /x="([\d.]+)" y="256">\d+</g);
    const gaps = labels.slice(1).map((label, index) => {
      const digits = String(label).length + String(labels[index]).length;
      return (places[index + 1] as number) - (places[index] as number) - (digits / 2) * 6.5;
    });
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4.9);
  });

  test('is another look for each of many lines', () => {
    const looks = Array.from({ length: 20 }, (_, index) => chartOf({ lines: [lineOf(index, [{ x: 1, y: 1 }])] }));
    const bare = looks.map((svg) => svg.replace(/line \d+/g, ''));
    expect(new Set(bare).size).toBe(20);
  });

  test('is a hollow mark for a bound, and no line through it', () => {
    const points = [
      { x: 1, y: 5, bound: true },
      { x: 2, y: 6 },
    ];
    const svg = chartOf({ lines: [lineOf(0, points)] });
    expect(svg.match(/rotate\(180\)" fill="var\(--paper\)"/g)).toHaveLength(1);
    expect(svg).toMatch(/<path d="M[\d.]+,[\d.]+" stroke-width="2"/); // a point alone
  });
});

test.each([
  [0, 1e6, '0'],
  [0.01, 0.01, '0.01'],
  [0.0002, 0.001, '0.0002'],
  [0.0000002, 0.0000012, '2e-7'],
  [0.0000012, 0.0000012, '1.2e-6'],
  [0.1 + 0.2, 0.3, '0.3'],
  [999, 999, '999'],
  [500_000, 2e6, '0.5 M'],
  [1e9, 1e9, '1 G'],
])('%d on an axis up to %d is %s', (value, magnitude, label) => expect(tickLabel(value, magnitude)).toBe(label));

test('names of charts are safe as names of files', () => {
  expect(chartId('stall', '../../etc/passwd', 'ü\0"<')).toBe('stall--etc-passwd--');
  expect(chartId('x'.repeat(500))).toHaveLength(120);
});
