// The plot of a chart: its dimensions, in pixels before the page scales it, and the places of values on it.

import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import type { LineChart } from './line-chart.js';

export const WIDTH = 400;
export const HEIGHT = 240;
/** Around the plot. It is fixed, since only a browser knows how wide a text is. The legend comes on top of it. */
export const MARGIN = { left: 64, right: 12, top: 16, bottom: 44 };
export const LEGEND_COLUMNS = 2;
export const LEGEND_ROW_HEIGHT = 18;
export const FONT = 'system-ui, sans-serif';
export const LABEL_SIZE = 11;

/** Hundredths are finer than any screen. */
export function px(length: number): number {
  return Math.round(length * 100) / 100;
}

/** Values to pixels from the upper left corner of the plot. What is beyond the ends of the y axis is drawn at its end. */
export interface Plot {
  x(value: number): number;
  y(value: number): number;
  /** Values of the y axis that have a gridline and a label. */
  readonly yTicks: readonly number[];
}

/** Octaves of the x axis beyond its outer ticks. */
const X_MARGIN = 0.35;
/** About so many gridlines. */
const LINEAR_TICKS = 6;
const LOG_TICKS = 5;

export function plotOf(chart: LineChart): Plot {
  const positions = chart.xTicks.map(({ x }) => x);
  const first = Math.min(...positions) / 2 ** X_MARGIN;
  const last = Math.max(...positions) * 2 ** X_MARGIN;
  const x = scaleLog().base(2).domain([first, last]).range([0, WIDTH]);
  const [y, yTicks] = chart.scale === 'log' ? logarithmic(chart) : linear(chart);
  return { x: (value) => x(value), y: (value) => y(value), yTicks };
}

type YAxis = readonly [scale: ScaleContinuousNumeric<number, number>, ticks: readonly number[]];

function linear(chart: LineChart): YAxis {
  const highest = highestOf(chart);
  const scale = scaleLinear()
    .domain([0, highest > 0 ? highest : 1])
    .range([HEIGHT, 0])
    .clamp(true);
  if (chart.yMax === undefined) scale.nice(LINEAR_TICKS);
  return [scale, scale.ticks(LINEAR_TICKS)];
}

function logarithmic(chart: LineChart): YAxis {
  const lowest = lowestOf(chart);
  const scale = scaleLog()
    .domain([lowest, Math.max(highestOf(chart), lowest * 10)])
    .range([HEIGHT, 0])
    .nice()
    .clamp(true); // a logarithmic axis has no zero: an interval that reaches it ends at the axis
  const text = scale.tickFormat(LOG_TICKS); // nothing for the ticks that a label would be too much for
  return [scale, scale.ticks(LOG_TICKS).filter((tick) => text(tick) !== '')];
}

function highestOf({ lines, yMax, reference }: LineChart): number {
  const values = lines.flatMap(({ points }) =>
    points.flatMap(({ y, high = y, samples = [] }) => [y, high, ...samples]),
  );
  return yMax ?? values.reduce((most, value) => Math.max(most, value), reference?.y ?? 0);
}

/** The power of ten below the lowest value; 1 where there is none. */
function lowestOf({ lines }: LineChart): number {
  const values = lines
    .flatMap(({ points }) => points.flatMap(({ y, low = y }) => [y, low]))
    .filter((value) => value > 0);
  const [first = 1, ...others] = values;
  return 10 ** Math.floor(Math.log10(others.reduce((lowest, value) => Math.min(lowest, value), first)));
}
