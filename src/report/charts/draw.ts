// Draws line charts as SVG text, in the order in which things cover each other.

import { rounded } from '../../statistics/digits.js';
import { cut } from '../layout.js';
import { type Markup, html as svg } from '../markup.js';
import { decimalPrefix } from '../numbers.js';
import { DASHES, describeChart, type LineChart, type LinePoint, type Tick } from './line-chart.js';
import { COLOURS, FAINT_COLOUR, INK_COLOUR, LINE_COLOUR, PAPER_COLOUR } from './svg-theme.js';

/** Dimensions in pixels, before the page scales the chart. */
const WIDTH = 400;
const HEIGHT = 240;
/** Around the plot. It is fixed, since only a browser knows how wide a text is. The legend comes on top of it. */
const MARGIN = { left: 64, right: 12, top: 16, bottom: 44 };
const LEGEND_COLUMNS = 2;
const LEGEND_ROW_HEIGHT = 18;
const FONT = 'system-ui, sans-serif';
const LABEL_SIZE = 11;

/** Hundredths are finer than any screen. */
function px(length: number): number {
  return Math.round(length * 100) / 100;
}

export function drawChart(chart: LineChart): string {
  const plot = plotOf(chart);
  const lines = drawnLines(chart, plot);
  const top = legendHeight(lines.length) + MARGIN.top;
  const width = MARGIN.left + WIDTH + MARGIN.right;
  const height = top + HEIGHT + MARGIN.bottom;
  return svg`<svg role="img" aria-label="${describeChart(chart)}" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">
<g transform="translate(${MARGIN.left},${top})">
${axes(chart, plot)}
${annotations(chart, plot)}
${lines.map((line) => lineMark(line, plot))}
${lines.map((line) => sampleMarks(line, plot))}
${annotationLabels(chart, plot)}
${legend(lines)}
</g>
</svg>`.text;
}

const TITLE_SIZE = 11.5;
const TICK_LENGTH = 5;
/** Pixels between a label and the plot. */
const LABEL_GAP = 6;
/** Baselines of labels and title below the plot, and of the title left of it. */
const X_LABELS_AT = HEIGHT + 16;
const X_TITLE_AT = HEIGHT + 35;
const Y_TITLE_AT = -52;

/** The x axis, and the y axis with a gridline at each of its ticks. */
function axes({ xTicks, xTitle, yTitle, scale }: LineChart, plot: Plot): Markup {
  const highest = Math.max(...plot.yTicks);
  const rows = plot.yTicks.map((value) => ({
    y: px(plot.y(value)),
    label: tickLabel(value, scale === 'log' ? value : highest),
  }));
  const columns = xTicks.map(({ x, label }) => ({ x: px(plot.x(x)), label }));
  return svg`<g stroke="${LINE_COLOUR}" shape-rendering="crispEdges">
${rows.map(({ y }) => line(0, y, WIDTH, y))}
${columns.map(({ x }) => line(x, HEIGHT, x, HEIGHT + TICK_LENGTH))}
${line(0, HEIGHT, WIDTH, HEIGHT)}
</g>
<g font-size="${LABEL_SIZE}" fill="${FAINT_COLOUR}">
<g text-anchor="end">${rows.map(({ y, label }) => svg`<text x="${-LABEL_GAP}" y="${y}" dy=".32em">${label}</text>`)}</g>
<g text-anchor="middle">${spaced(columns).map(({ x, label }) => svg`<text x="${x}" y="${X_LABELS_AT}">${label}</text>`)}</g>
</g>
<g font-size="${TITLE_SIZE}" fill="${INK_COLOUR}" text-anchor="middle">
<text x="${WIDTH / 2}" y="${X_TITLE_AT}">${xTitle}</text>
<text transform="translate(${Y_TITLE_AT},${HEIGHT / 2}) rotate(-90)">${yTitle}</text>
</g>`;
}

function line(x1: number, y1: number, x2: number, y2: number): Markup {
  return svg`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

/** Width of a digit, and the room between two labels, in pixels. */
const DIGIT_WIDTH = 6.5;
const BETWEEN = 5;

/** Those of `labels`, from left to right, that do not run into the one before. */
function spaced(labels: readonly Tick[]): Tick[] {
  const halfWidth = ({ label }: Tick): number => (label.length * DIGIT_WIDTH) / 2;
  let free = Number.NEGATIVE_INFINITY;
  return [...labels]
    .sort((a, b) => a.x - b.x)
    .filter((tick) => {
      if (tick.x - halfWidth(tick) < free) return false;
      free = tick.x + halfWidth(tick) + BETWEEN;
      return true;
    });
}

/** Behind the lines. */
function annotations({ shadeFrom, reference }: LineChart, plot: Plot): Markup {
  const from = shadeFrom && px(plot.x(shadeFrom.x));
  const shade =
    from !== undefined &&
    svg`<rect x="${from}" y="0" width="${px(WIDTH - from)}" height="${HEIGHT}" fill="${FAINT_COLOUR}" fill-opacity="0.12"/>`;
  const line =
    reference && svg`<path d="M0,${px(plot.y(reference.y))}H${WIDTH}" stroke="${FAINT_COLOUR}" stroke-width="1.5"/>`;
  return svg`${shade}${line}`;
}

/** In front of the lines, with an edge that keeps them apart. The label of the shaded part is above the plot. */
function annotationLabels({ shadeFrom, reference }: LineChart, plot: Plot): Markup {
  const edge = svg`stroke="${PAPER_COLOUR}" stroke-width="3" paint-order="stroke"`;
  return svg`<g font-size="${LABEL_SIZE}" fill="${FAINT_COLOUR}">
${shadeFrom && svg`<text x="${WIDTH}" y="-7" text-anchor="end">${shadeFrom.label}</text>`}
${reference && svg`<text x="4" y="${px(plot.y(reference.y) + 13)}" ${edge}>${reference.label}</text>`}
</g>`;
}

/** Half the width of the bars at the ends of an interval, in pixels. */
const HALF_CAP = 4;

function lineMark({ points, colour, dashes, marker, aside }: DrawnLine, plot: Plot): Markup {
  const x = (point: LinePoint): number => plot.x(point.x) + aside;
  const y = (point: LinePoint): number => plot.y(point.y);
  const seen = points.filter(({ bound }) => !bound); // a bound is not a measured value, so the line leaves it out
  return svg`<g stroke="${colour}" stroke-width="1.5" fill="none">
<path d="${seen.map((point, at) => svg`${at === 0 ? 'M' : 'L'}${px(x(point))},${px(y(point))}`)}" stroke-width="2"${dashes && svg` stroke-dasharray="${dashes}"`}/>
${points.map((point) => interval(point, x(point), plot))}
${points.map((point) =>
  point.bound ? markerAt(BOUND_MARKER, x(point), y(point), PAPER_COLOUR) : markerAt(marker, x(point), y(point), colour),
)}
</g>`;
}

function interval({ y, low = y, high = y }: LinePoint, x: number, plot: Plot): Markup | undefined {
  if (low === high) return undefined;
  const [left, right] = [px(x - HALF_CAP), px(x + HALF_CAP)];
  const [bottom, top] = [px(plot.y(low)), px(plot.y(high))];
  return svg`<path d="M${left},${top}H${right}M${px(x)},${top}V${bottom}M${left},${bottom}H${right}"/>`;
}

function sampleMarks({ points, colour, aside, samplesAside }: DrawnLine, plot: Plot): Markup | undefined {
  const dots = points.flatMap(({ x, samples = [] }) =>
    samples.map((y) => svg`<circle cx="${px(plot.x(x) + aside + samplesAside)}" cy="${px(plot.y(y))}" r="2"/>`),
  );
  return dots.length === 0
    ? undefined
    : svg`<g fill="${colour}" stroke="${PAPER_COLOUR}" stroke-width="0.6" opacity="0.85">${dots}</g>`;
}

/** Characters that a column has room for. */
const CHARACTERS = 30;
const STROKE_LENGTH = 32;
const NAME_AT = 38;
/** Pixels between the last row and the plot. */
const GAP = 6;

function legendHeight(lines: number): number {
  return Math.ceil(lines / LEGEND_COLUMNS) * LEGEND_ROW_HEIGHT;
}

function legend(lines: readonly DrawnLine[]): Markup {
  const top = -legendHeight(lines.length) - GAP;
  return svg`<g font-size="12">${lines.map(({ name, colour, dashes, marker }, index) => {
    const x = (index % LEGEND_COLUMNS) * (WIDTH / LEGEND_COLUMNS);
    const y = top + Math.floor(index / LEGEND_COLUMNS) * LEGEND_ROW_HEIGHT;
    return svg`
<g stroke="${colour}" stroke-width="1.5"><path d="M${x},${y}h${STROKE_LENGTH}" stroke-width="2"${dashes && svg` stroke-dasharray="${dashes}"`}/>${markerAt(marker, x + STROKE_LENGTH / 2, y, colour)}</g>
<text x="${x + NAME_AT}" y="${y}" dy=".32em" fill="${INK_COLOUR}">${cut(name, CHARACTERS)}</text>`;
  })}
</g>`;
}

/** Multiples of a tenth have no exact binary value: what they are off by is not shown. */
const EXACT_DIGITS = 12;
/** Labels of axes that end below are written with an exponent: there is no room for their zeros. */
const LEAST_PLAIN = 0.001;

/**
 * `value` with the decimal prefix for numbers as large as `magnitude`: `1.5 M`. There is none for small numbers, 0.01 is
 * no `10m`, which reads as ten million to some and as ten metres to others.
 */
export function tickLabel(value: number, magnitude: number): string {
  if (value === 0) return '0';
  const { factor, prefix } = decimalPrefix(magnitude);
  const exact = rounded(value / factor, EXACT_DIGITS);
  return magnitude < LEAST_PLAIN ? exact.toExponential() : `${exact}${prefix}`;
}

/** Octaves of the x axis beyond its outer ticks. */
const X_MARGIN = 0.35;
/** About so many gridlines. */
const LINEAR_TICKS = 6;
const LOG_TICKS = 5;

type Plot = ReturnType<typeof plotOf>;

/** Values to pixels from the upper left corner of the plot. What is beyond the ends of the y axis is drawn at its end. */
function plotOf(chart: LineChart) {
  const positions = chart.xTicks.map(({ x }) => x);
  const first = Math.min(...positions) / 2 ** X_MARGIN;
  const last = Math.max(...positions) * 2 ** X_MARGIN;
  const [partOf, yTicks] = chart.scale === 'log' ? logarithmic(chart) : linear(chart);
  return {
    x: (value: number) => (WIDTH * Math.log(value / first)) / Math.log(last / first),
    y: (value: number) => HEIGHT * (1 - Math.min(1, Math.max(0, partOf(value)))),
    yTicks,
  };
}

/** The part of the way from the lower to the upper end of the y axis that a value is at, and the values of the gridlines. */
type YAxis = readonly [partOf: (value: number) => number, ticks: readonly number[]];

/** From 0 to a multiple of the steps between gridlines, unless the chart has an end of its own. */
function linear(chart: LineChart): YAxis {
  let top = highestOf(chart) || 1;
  for (let pass = 0; chart.yMax === undefined && pass < 2; pass++) {
    const step = stepOf(top, LINEAR_TICKS); // a higher end may take longer steps
    top = step * Math.ceil(rounded(top / step, EXACT_DIGITS));
  }
  const step = stepOf(top, LINEAR_TICKS);
  return [(value) => value / top, multiples(step, 0, top)];
}

/** Powers of ten, and what is between them where there are few. It has no zero: an interval that reaches it ends at the axis. */
function logarithmic(chart: LineChart): YAxis {
  const bottom = Math.floor(Math.log10(lowestOf(chart)));
  const top = Math.max(bottom + 1, Math.ceil(Math.log10(highestOf(chart))));
  const powers = multiples(Math.max(1, stepOf(top - bottom, LOG_TICKS)), bottom, top);
  const between = [
    [1, 2, 3, 4, 5],
    [1, 2],
  ][top - bottom - 1] ?? [1];
  const ticks = powers.flatMap((power) => between.map((times) => times * 10 ** power));
  return [(value) => (Math.log10(value) - bottom) / (top - bottom), ticks.filter((tick) => tick <= 10 ** top)];
}

/** Returns the length of about so many steps to `length`: 1, 2 or 5 times a power of ten, whichever is nearest. */
function stepOf(length: number, steps: number): number {
  const power = 10 ** Math.floor(Math.log10(length / steps));
  const ratio = length / steps / power;
  return power * ([1, 2, 5].find((times, at, all) => ratio < Math.sqrt(times * (all[at + 1] ?? 10))) ?? 10);
}

function multiples(step: number, from: number, to: number): number[] {
  const [first, last] = [Math.ceil(from / step), Math.floor(rounded(to / step, EXACT_DIGITS))];
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

function highestOf({ lines, yMax, reference }: LineChart): number {
  const values = lines.flatMap(({ points }) =>
    points.flatMap(({ y, high = y, samples = [] }) => [y, high, ...samples]),
  );
  return yMax ?? values.reduce((most, value) => Math.max(most, value), reference?.y ?? 0);
}

/** The lowest value above 0; 1 where there is none. */
function lowestOf({ lines }: LineChart): number {
  const values = lines.flatMap(({ points }) => points.flatMap(({ y, low = y }) => [y, low]));
  const lowest = values.reduce(
    (least, value) => (value > 0 ? Math.min(least, value) : least),
    Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(lowest) ? lowest : 1;
}

/** Pixels between the intervals of neighbouring lines, and where single measurements stand between them as well. */
const STEP = 7;
const STEP_WITH_SAMPLES = 15;
/** Share of the room between two ticks that the intervals at one of them may take. */
const FILLED = 0.75;

type DrawnLine = ReturnType<typeof drawnLines>[number];

function drawnLines(chart: LineChart, plot: Plot) {
  const { lines } = chart;
  const hasSamples = lines.some(({ points }) => points.some(({ samples = [] }) => samples.length > 0));
  const step = Math.min(hasSamples ? STEP_WITH_SAMPLES : STEP, roomAtTick(chart, plot) / lines.length);
  return lines.map(({ name, points, style: { colour, dash } }, index) => ({
    name,
    points,
    colour: cycled(COLOURS, colour),
    marker: cycled(MARKERS, colour + Math.floor(colour / COLOURS.length)), // another one, where the colours begin again
    dashes: cycled(DASHES, dash),
    aside: (index - (lines.length - 1) / 2) * step, // pixels from the x of a point: intervals would cover each other
    samplesAside: step / 2, // from the interval of their point
  }));
}

/** Pixels that all intervals of one tick may take together. */
function roomAtTick({ xTicks }: LineChart, plot: Plot): number {
  const positions = xTicks.map(({ x }) => plot.x(x)).sort((a, b) => a - b);
  const gaps = positions.slice(1).map((position, index) => position - (positions[index] ?? 0));
  const margins = [positions[0] ?? 0, WIDTH - (positions.at(-1) ?? 0)];
  return Math.min(...gaps.map((gap) => gap * FILLED), ...margins.map((margin) => margin * 2));
}

/** list[index], where an index past the end starts again from the beginning. */
function cycled<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

/** A path around the point, to be turned by so many degrees. */
type Marker = (typeof MARKERS)[number];

/** Paths of 50 square pixels each, so that all of them weigh the same. */
const CIRCLE = 'M3.99,0A3.99,3.99,0,1,1,-3.99,0A3.99,3.99,0,1,1,3.99,0';
const SQUARE = 'M-3.54,-3.54h7.07v7.07h-7.07Z';
const TRIANGLE = 'M0,-6.2L5.37,3.1H-5.37Z';
const DIAMOND = 'M0,-6.58L3.8,0L0,6.58L-3.8,0Z';
const CROSS = 'M-4.74,-1.58h3.16v-3.16h3.16v3.16h3.16v3.16h-3.16v3.16h-3.16v-3.16h-3.16Z';

/** One for each line: see LineStyle. */
const MARKERS = [
  { path: CIRCLE, turned: 0 },
  { path: SQUARE, turned: 0 },
  { path: TRIANGLE, turned: 0 },
  { path: DIAMOND, turned: 0 },
  { path: CROSS, turned: 0 },
  { path: TRIANGLE, turned: -90 },
  { path: TRIANGLE, turned: 90 },
];

/** Says of a point that it is a bound: a triangle that points down. */
const BOUND_MARKER = { path: TRIANGLE, turned: 180 };

/** `marker` at a place of the plot, in the stroke of what it is drawn in. */
function markerAt({ path, turned }: Marker, x: number, y: number, fill: string): Markup {
  const turn = turned === 0 ? '' : ` rotate(${turned})`;
  return svg`<path d="${path}" transform="translate(${px(x)},${px(y)})${turn}" fill="${fill}"/>`;
}
