// The lines of a chart: strokes, intervals, markers and single measurements.

import { line as strokeThrough } from 'd3-shape';
import { type Markup, html as svg } from '../html/markup.js';
import { px } from './dimensions.js';
import type { DrawnLine } from './drawn-lines.js';
import type { LinePoint } from './line-chart.js';
import { BOUND_MARKER, markerAt } from './markers.js';
import type { Plot } from './plot.js';
import { PAPER_COLOUR } from './svg-theme.js';

/** Half the width of the bars at the ends of an interval, in pixels. */
const HALF_CAP = 4;

/** Line by line, then the single measurements of all of them: nothing covers those. */
export function lineMarks(lines: readonly DrawnLine[], plot: Plot): Markup {
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
