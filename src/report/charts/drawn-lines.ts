// The lines of a chart with all that drawing them takes: colours, markers, dashes, places.

import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
} from 'd3-shape';
import { type Markup, html as svg } from '../markup.js';
import { DASHES, type LineChart, type LinePoint, type LineStyle } from './line-chart.js';
import { type Plot, px, WIDTH } from './plot.js';
import { COLOURS } from './svg-theme.js';

export interface DrawnLine {
  readonly name: string;
  readonly points: readonly LinePoint[];
  readonly colour: string;
  readonly marker: Marker;
  /** A `stroke-dasharray`; '' is a solid line. */
  readonly dashes: string;
  /** By how many pixels what the line has at an x stands beside it: intervals would cover each other otherwise. */
  readonly aside: number;
  /** By how many pixels single measurements stand beside the interval of their point. */
  readonly samplesAside: number;
}

/** Pixels between the intervals of neighbouring lines, and where single measurements stand between them as well. */
const STEP = 7;
const STEP_WITH_SAMPLES = 15;
/** Share of the room between two ticks that the intervals at one of them may take. */
const FILLED = 0.75;

export function drawnLines(chart: LineChart, plot: Plot): DrawnLine[] {
  const { lines } = chart;
  const hasSamples = lines.some(({ points }) => points.some(({ samples = [] }) => samples.length > 0));
  const step = Math.min(hasSamples ? STEP_WITH_SAMPLES : STEP, roomAtTick(chart, plot) / lines.length);
  return lines.map(({ name, points, style }, index) => ({
    ...lookOf(style),
    name,
    points,
    aside: (index - (lines.length - 1) / 2) * step,
    samplesAside: step / 2,
  }));
}

/** Pixels that all intervals of one tick may take together. */
function roomAtTick({ xTicks }: LineChart, plot: Plot): number {
  const positions = xTicks.map(({ x }) => plot.x(x)).sort((a, b) => a - b);
  const gaps = positions.slice(1).map((position, index) => position - (positions[index] ?? 0));
  const margins = [positions[0] ?? 0, WIDTH - (positions.at(-1) ?? 0)];
  return Math.min(...gaps.map((gap) => gap * FILLED), ...margins.map((margin) => margin * 2));
}

/** Returns the colour, marker and dashes of a style. Beyond the last colour they begin again, each with another marker. */
function lookOf({ colour, dash }: LineStyle): Pick<DrawnLine, 'colour' | 'marker' | 'dashes'> {
  return {
    colour: cycled(COLOURS, colour),
    marker: cycled(MARKERS, colour + Math.floor(colour / COLOURS.length)),
    dashes: cycled(DASHES, dash).join(' '),
  };
}

/** list[index], where an index past the end starts again from the beginning. @throws RangeError for an empty list */
function cycled<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length];
  if (entry === undefined) throw new RangeError('the list is empty');
  return entry;
}

export interface Marker {
  /** A path around the point. */
  readonly path: string;
  /** Degrees. */
  readonly turned: number;
}

/** In square pixels, so that all of them weigh the same. */
const AREA = 50;

/** One for each line: see LineStyle. */
const MARKERS: readonly Marker[] = [
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
