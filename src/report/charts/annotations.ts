// What a chart says besides its lines: the shaded part, and the horizontal line to compare with.

import { type Markup, html as svg } from '../html/markup.js';
import { HEIGHT, LABEL_SIZE, px, WIDTH } from './dimensions.js';
import type { LineChart } from './line-chart.js';
import type { Plot } from './plot.js';
import { FAINT_COLOUR, PAPER_COLOUR } from './svg-theme.js';

/** Behind the lines. */
export function annotations({ shadeFrom, reference }: LineChart, plot: Plot): Markup {
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
export function annotationLabels({ shadeFrom, reference }: LineChart, plot: Plot): Markup {
  const edge = svg`stroke="${PAPER_COLOUR}" stroke-width="3" paint-order="stroke"`;
  return svg`<g font-size="${LABEL_SIZE}" fill="${FAINT_COLOUR}">
${shadeFrom && svg`<text x="${WIDTH}" y="-7" text-anchor="end">${shadeFrom.label}</text>`}
${reference && svg`<text x="4" y="${px(plot.y(reference.y) + 13)}" ${edge}>${reference.label}</text>`}
</g>`;
}
