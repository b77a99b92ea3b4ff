// The shapes that stand at the points of a line.

import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
} from 'd3-shape';
import { type Markup, html as svg } from '../html/markup.js';
import { px } from './dimensions.js';

export interface Marker {
  /** A path around the point. */
  readonly path: string;
  /** Degrees. */
  readonly turned: number;
}

/** In square pixels, so that all of them weigh the same. */
const AREA = 50;

/** One for each line: see LineStyle. */
export const MARKERS: readonly Marker[] = [
  shaped(symbolCircle),
  shaped(symbolSquare),
  shaped(symbolTriangle),
  shaped(symbolDiamond),
  shaped(symbolCross),
  shaped(symbolTriangle, -90),
  shaped(symbolTriangle, 90),
];

/** Says of a point that it is a bound: a triangle that points down. */
export const BOUND_MARKER: Marker = shaped(symbolTriangle, 180);

function shaped(type: SymbolType, turned = 0): Marker {
  return { path: symbol(type, AREA).digits(2)() ?? '', turned };
}

/** `marker` at a place of the plot, in the stroke of what it is drawn in. */
export function markerAt({ path, turned }: Marker, x: number, y: number, fill: string): Markup {
  const turn = turned === 0 ? '' : ` rotate(${turned})`;
  return svg`<path d="${path}" transform="translate(${px(x)},${px(y)})${turn}" fill="${fill}"/>`;
}
