// Draws line charts as SVG text, in the order in which things cover each other.

import { html as svg } from '../html/markup.js';
import { annotationLabels, annotations } from './annotations.js';
import { axes } from './axes.js';
import { FONT, HEIGHT, MARGIN, WIDTH } from './dimensions.js';
import { drawnLines } from './drawn-lines.js';
import { legend, legendHeight } from './legend.js';
import { describeChart, type LineChart } from './line-chart.js';
import { lineMarks } from './line-marks.js';
import { plotOf } from './plot.js';

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
