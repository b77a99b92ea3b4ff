// The axes of a chart: gridlines, ticks, labels and titles.

import { type Markup, html as svg } from '../html/markup.js';
import { HEIGHT, LABEL_SIZE, px, WIDTH } from './dimensions.js';
import type { LineChart, Tick } from './line-chart.js';
import type { Plot } from './plot.js';
import { FAINT_COLOUR, INK_COLOUR, LINE_COLOUR } from './svg-theme.js';
import { tickLabel } from './tick-label.js';

const TITLE_SIZE = 11.5;
const TICK_LENGTH = 5;
/** Pixels between a label and the plot. */
const LABEL_GAP = 6;
/** Baselines of labels and title below the plot, and of the title left of it. */
const X_LABELS_AT = HEIGHT + 16;
const X_TITLE_AT = HEIGHT + 35;
const Y_TITLE_AT = -52;

/** The x axis, and the y axis with a gridline at each of its ticks. */
export function axes({ xTicks, xTitle, yTitle, scale }: LineChart, plot: Plot): Markup {
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
<g text-anchor="middle">${apart(columns).map(({ x, label }) => svg`<text x="${x}" y="${X_LABELS_AT}">${label}</text>`)}</g>
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
function apart(labels: readonly Tick[]): Tick[] {
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
