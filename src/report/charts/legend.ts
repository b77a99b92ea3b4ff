// Above the plot: the stroke, the marker and the name of each line.

import { type Markup, html as svg } from '../html/markup.js';
import { cut } from '../layout.js';
import { LEGEND_COLUMNS, LEGEND_ROW_HEIGHT, WIDTH } from './dimensions.js';
import type { DrawnLine } from './drawn-lines.js';
import { markerAt } from './markers.js';
import { INK_COLOUR } from './svg-theme.js';

/** Characters that a column has room for. */
const CHARACTERS = 30;
const STROKE_LENGTH = 32;
const NAME_AT = 38;
/** Pixels between the last row and the plot. */
const GAP = 6;

export function legendHeight(lines: number): number {
  return Math.ceil(lines / LEGEND_COLUMNS) * LEGEND_ROW_HEIGHT;
}

export function legend(lines: readonly DrawnLine[]): Markup {
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
