// Draws line charts as SVG text, in the order in which things cover each other.

import { line as strokeThrough } from 'd3-shape';
import { rounded } from '../../statistics/digits.js';
import { cut } from '../layout.js';
import { type Markup, html as svg } from '../markup.js';
import { decimalPrefix } from '../numbers.js';
import { BOUND_MARKER, type DrawnLine, drawnLines, markerAt } from './drawn-lines.js';
import { describeChart, type LineChart, type LinePoint, type Tick } from './line-chart.js';
import {
  FONT,
  HEIGHT,
  LABEL_SIZE,
  LEGEND_COLUMNS,
  LEGEND_ROW_HEIGHT,
  MARGIN,
  type Plot,
  plotOf,
  px,
  WIDTH,
} from './plot.js';
import { FAINT_COLOUR, INK_COLOUR, LINE_COLOUR, PAPER_COLOUR } from './svg-theme.js';

/** The chart as one `<svg>` element. */
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
${lineMarks(lines, plot)}
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
  const shade = shadeFrom && shaded(px(plot.x(shadeFrom.x)));
  const line =
    reference && svg`<path d="M0,${px(plot.y(reference.y))}H${WIDTH}" stroke="${FAINT_COLOUR}" stroke-width="1.5"/>`;
  return svg`${shade}${line}`;
}

function shaded(from: number): Markup {
  const size = svg`width="${px(WIDTH - from)}" height="${HEIGHT}"`;
  return svg`<rect x="${from}" y="0" ${size} fill="${FAINT_COLOUR}" fill-opacity="0.12"/>`;
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

/** Line by line, then the single measurements of all of them: nothing covers those. */
function lineMarks(lines: readonly DrawnLine[], plot: Plot): Markup {
  return svg`${lines.map((line) => lineMark(line, plot))}
${lines.map((line) => sampleMarks(line, plot))}`;
}

function lineMark({ points, colour, dashes, marker, aside }: DrawnLine, plot: Plot): Markup {
  const x = (point: LinePoint): number => plot.x(point.x) + aside;
  const y = (point: LinePoint): number => plot.y(point.y);
  const seen = points.filter(({ bound }) => !bound); // a bound is not a measured value, so the line leaves it out
  const stroke = strokeThrough<LinePoint>(x, y).digits(2)(seen) ?? '';
  return svg`<g stroke="${colour}" stroke-width="1.5" fill="none">
<path d="${stroke}" stroke-width="2"${dashes && svg` stroke-dasharray="${dashes}"`}/>
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

/**
 * `value` with the decimal prefix for numbers as large as `magnitude`: `1.5 M`. There is none for small numbers, 0.01 is
 * no `10m`, which reads as ten million to some and as ten metres to others.
 */
export function tickLabel(value: number, magnitude: number): string {
  if (value === 0) return '0';
  const { factor, prefix } = decimalPrefix(magnitude);
  return `${rounded(value / factor, EXACT_DIGITS)}${prefix}`;
}
