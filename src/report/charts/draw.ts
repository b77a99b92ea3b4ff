// Draws line charts as SVG text. Vega does that, without a browser.

import type { Spec } from 'vega';
import { escaped } from '../html/markup.js';
import { FONT, HEIGHT, LEGEND_COLUMNS, LEGEND_ROW_HEIGHT, WIDTH } from './dimensions.js';
import { DASHES, describeChart, type Line, type LineChart, MARKERS } from './line-chart.js';
import { backgroundMarks, legendMarks, lineMarks } from './marks.js';
import { COLOURS, FAINT_COLOUR, INK_COLOUR, LINE_COLOUR } from './svg-theme.js';

/** Pixels between the markers of neighbouring lines at the same x: intervals would cover each other otherwise. */
const DODGE = 7;

/** The chart as one `<svg>` element. */
export async function drawChart(chart: LineChart): Promise<string> {
  const { parse, View } = await import('vega'); // loaded late, because only reports need it
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
    padding: { left: 64, right: 12, top: rows * LEGEND_ROW_HEIGHT + 12, bottom: 44 },
    autosize: 'none', // without a browser, Vega can only guess how wide a text is, so the room for it is fixed
    data: [
      { name: 'points', values: pointsOf(chart) },
      { name: 'samples', values: samplesOf(chart) },
      {
        name: 'legend',
        values: chart.lines.map((line, index) => ({ ...styleOf(line, index), name: shortened(line.name) })),
      },
    ],
    scales: scalesOf(chart),
    axes: axesOf(chart),
    marks: [...backgroundMarks(chart), ...lineMarks(chart.lines.length), ...legendMarks(rows)],
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

/** Characters that a column of the legend has room for. */
const LEGEND_CHARACTERS = 30;

function shortened(name: string): string {
  return name.length <= LEGEND_CHARACTERS ? name : `${name.slice(0, LEGEND_CHARACTERS - 1)}…`;
}

/** How a line is drawn, in Vega's terms. */
interface DrawnStyle {
  /** Number of the line in its chart, from 0. */
  readonly line: number;
  readonly colour: string;
  readonly marker: string;
  readonly dash: readonly number[];
}

function styleOf({ style }: Line, index: number): DrawnStyle {
  return {
    line: index,
    colour: cycled(COLOURS, style.colour),
    marker: cycled(MARKERS, style.colour),
    dash: cycled(DASHES, style.dash),
  };
}

/** list[index], where an index past the end starts again from the beginning. @throws RangeError for an empty list */
function cycled<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length];
  if (entry === undefined) throw new RangeError('the list is empty');
  return entry;
}

/** By how many pixels the markers of a line stand beside their x. */
function dodgeOf({ lines }: LineChart, index: number): number {
  return (index - (lines.length - 1) / 2) * DODGE;
}

function pointsOf(chart: LineChart): object[] {
  return chart.lines.flatMap((line, index) =>
    line.points.map(({ x, y, low = y, high = y, bound = false }) => {
      const style = styleOf(line, index);
      const marker = bound ? 'triangle-down' : style.marker;
      return { ...style, marker, x, y, low: onAxis(chart, low), high, bound, dodge: dodgeOf(chart, index) };
    }),
  );
}

/** A logarithmic axis has no zero: an interval that reaches it ends at the axis. */
function onAxis(chart: LineChart, value: number): number {
  return chart.scale === 'log' ? Math.max(value, lowestOf(chart)) : value;
}

/** Lower end of a logarithmic y axis: the power of ten below the lowest value. */
function lowestOf({ lines }: LineChart): number {
  const values = lines
    .flatMap(({ points }) => points.flatMap(({ y, low = y }) => [y, low]))
    .filter((value) => value > 0);
  return 10 ** Math.floor(Math.log10(values.reduce((lowest, value) => Math.min(lowest, value), 1e9)));
}

function samplesOf(chart: LineChart): object[] {
  return chart.lines.flatMap((line, index) => {
    const { colour } = styleOf(line, index);
    const dodge = dodgeOf(chart, index);
    return line.points.flatMap(({ x, samples = [] }) => samples.map((y) => ({ colour, x, y, dodge })));
  });
}

function scalesOf(chart: LineChart): NonNullable<Spec['scales']> {
  const { xTicks, lines, scale, yMax, reference } = chart;
  const positions = xTicks.map(({ x }) => x);
  const [first, last] = [Math.min(...positions), Math.max(...positions)];
  const margin = 2 ** 0.35;
  const values = lines.flatMap(({ points }) =>
    points.flatMap(({ y, high = y, samples = [] }) => [y, high, ...samples]),
  );
  const highest = yMax ?? values.reduce((most, value) => Math.max(most, value), reference?.y ?? 0);
  const y =
    scale === 'log'
      ? { type: 'log' as const, domain: [lowestOf(chart), Math.max(highest, lowestOf(chart) * 10)] }
      : { type: 'linear' as const, domain: [0, highest > 0 ? highest : 1], zero: true };
  return [
    { name: 'x', type: 'log', base: 2, range: 'width', domain: [first / margin, last * margin] },
    { ...y, name: 'y', range: 'height', nice: yMax === undefined },
  ];
}

function axesOf({ xTicks, xTitle, yTitle, scale, lines }: LineChart): NonNullable<Spec['axes']> {
  const highest = Math.max(...lines.flatMap(({ points }) => points.map(({ y }) => y)));
  const labels = `{${xTicks.map(({ x, label }) => `${JSON.stringify(String(x))}: ${JSON.stringify(label)}`).join(', ')}}`;
  return [
    {
      orient: 'bottom',
      scale: 'x',
      title: xTitle,
      titlePadding: 8,
      values: xTicks.map(({ x }) => x),
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
