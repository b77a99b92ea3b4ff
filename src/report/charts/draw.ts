// Line charts drawn by Vega, to SVG text, without a browser.

import type { Spec } from 'vega';
import { escaped } from '../html/markup.js';
import { DASHES, describeChart, type LineChart, MARKERS } from './line-chart.js';
import { backdrop, legendMarks, lineMarks } from './marks.js';
import { FONT, HEIGHT, LEGEND_COLUMNS, LEGEND_ROW, WIDTH } from './measures.js';
import { COLOURS, FAINT_COLOUR, INK_COLOUR, LINE_COLOUR } from './svg-theme.js';

/** Pixels between the markers of lines that share an x, so that their intervals can be told apart. */
const DODGE = 7;

/** The chart as one `<svg>` element. */
export async function drawChart(chart: LineChart): Promise<string> {
  const { parse, View } = await import('vega'); // only reports need it
  const view = new View(parse(specOf(chart)), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    return svg
      .replace(/ (?:xmlns:xlink|aria-roledescription|aria-label|aria-hidden|role)="[^"]*"/g, '') // the whole is one image
      .replace('<svg ', `<svg role="img" aria-label="${escaped(describeChart(chart))}" `);
  } finally {
    view.finalize();
  }
}

function specOf(chart: LineChart): Spec {
  const rows = Math.ceil(chart.lines.length / LEGEND_COLUMNS);
  return {
    width: WIDTH,
    height: HEIGHT,
    padding: { left: 64, right: 12, top: rows * LEGEND_ROW + 12, bottom: 44 },
    autosize: 'none', // words are measured by guess without a browser, so the room for them is fixed
    data: [
      { name: 'points', values: pointsOf(chart) },
      { name: 'samples', values: samplesOf(chart) },
      {
        name: 'legend',
        values: chart.lines.map(({ name }, line) => ({ ...styleOf(chart, line), name: shortened(name) })),
      },
    ],
    scales: scalesOf(chart),
    axes: axesOf(chart),
    marks: [...backdrop(chart), ...lineMarks(chart.lines.length), ...legendMarks(rows)],
    config: { axis: AXIS },
  };
}

const AXIS = {
  labelFont: FONT,
  titleFont: FONT,
  labelFontSize: 11,
  titleFontSize: 11.5,
  titleFontWeight: 'normal' as const,
  labelColor: FAINT_COLOUR,
  titleColor: INK_COLOUR,
  tickColor: LINE_COLOUR,
  domainColor: LINE_COLOUR,
  gridColor: LINE_COLOUR,
};

/** A legend has room for so many letters in a column. */
function shortened(name: string): string {
  return name.length <= 30 ? name : `${name.slice(0, 29)}…`;
}

interface Styled {
  readonly line: number;
  readonly colour: string;
  readonly marker: string;
  readonly dash: readonly number[];
}

function styleOf({ lines }: LineChart, line: number): Styled {
  const { colour, dash } = (lines[line] as LineChart['lines'][number]).look;
  return {
    line,
    colour: COLOURS[colour % COLOURS.length] as string,
    marker: MARKERS[colour % MARKERS.length] as string,
    dash: DASHES[dash % DASHES.length] as readonly number[],
  };
}

function dodgeOf({ lines }: LineChart, line: number): number {
  return (line - (lines.length - 1) / 2) * DODGE;
}

function pointsOf(chart: LineChart): object[] {
  return chart.lines.flatMap(({ points }, line) =>
    points.map(({ x, y, low = y, high = y, bound = false }) => {
      const style = styleOf(chart, line);
      const marker = bound ? 'triangle-down' : style.marker;
      return { ...style, marker, x, y, low: onAxis(chart, low), high, bound, dodge: dodgeOf(chart, line) };
    }),
  );
}

/** A logarithmic axis has no zero: an interval that reaches it ends at the axis. */
function onAxis(chart: LineChart, value: number): number {
  return chart.scale === 'log' ? Math.max(value, leastOf(chart)) : value;
}

function leastOf({ lines }: LineChart): number {
  const values = lines
    .flatMap(({ points }) => points.flatMap(({ y, low = y }) => [y, low]))
    .filter((value) => value > 0);
  return 10 ** Math.floor(Math.log10(values.reduce((least, value) => Math.min(least, value), 1e9)));
}

function samplesOf(chart: LineChart): object[] {
  return chart.lines.flatMap(({ points }, line) =>
    points.flatMap(({ x, samples = [] }) =>
      samples.map((y) => ({ colour: styleOf(chart, line).colour, x, y, dodge: dodgeOf(chart, line) })),
    ),
  );
}

function scalesOf(chart: LineChart): NonNullable<Spec['scales']> {
  const { xTicks, lines, scale, most, reference } = chart;
  const positions = xTicks.map(({ at }) => at);
  const [first, last] = [Math.min(...positions), Math.max(...positions)];
  const margin = 2 ** 0.35;
  const values = lines.flatMap(({ points }) =>
    points.flatMap(({ y, high = y, samples = [] }) => [y, high, ...samples]),
  );
  const highest = most ?? values.reduce((greatest, value) => Math.max(greatest, value), reference?.y ?? 0);
  const y =
    scale === 'log'
      ? { type: 'log' as const, domain: [leastOf(chart), Math.max(highest, leastOf(chart) * 10)] }
      : { type: 'linear' as const, domain: [0, highest > 0 ? highest : 1], zero: true };
  return [
    { name: 'x', type: 'log', base: 2, range: 'width', domain: [first / margin, last * margin] },
    { ...y, name: 'y', range: 'height', nice: most === undefined },
  ];
}

function axesOf({ xTicks, xTitle, yTitle, scale, lines }: LineChart): NonNullable<Spec['axes']> {
  const highest = Math.max(...lines.flatMap(({ points }) => points.map(({ y }) => y)));
  const labels = `{${xTicks.map(({ at, label }) => `${JSON.stringify(String(at))}: ${JSON.stringify(label)}`).join(', ')}}`;
  return [
    {
      orient: 'bottom',
      scale: 'x',
      title: xTitle,
      titlePadding: 8,
      values: xTicks.map(({ at }) => at),
      labelOverlap: 'parity',
      encode: { labels: { update: { text: { signal: `${labels}['' + datum.value]` } } } },
    },
    {
      orient: 'left',
      scale: 'y',
      title: yTitle,
      titleX: -52,
      grid: true,
      domain: false,
      ticks: false,
      labelPadding: 6,
      format: highest < 1 ? '~g' : '~s',
      encode: { labels: { update: { text: { signal: "datum.value === 0 ? '0' : datum.label" } } } },
      tickCount: scale === 'log' ? 5 : 6,
    },
  ];
}
