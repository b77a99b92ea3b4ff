// A line chart with intervals, described by what it shows and independent of what draws it. Lines differ in colour,
// marker and dashes, so that a reader who sees no colours can tell them apart.

import { groupBy } from '../../group-by.js';

export interface LinePoint {
  readonly x: number;
  readonly y: number;
  /** Ends of the interval around y; both are y where there is no interval. */
  readonly low?: number;
  readonly high?: number;
  /** No event was seen: y is an upper bound of the rate, with 95 % confidence. */
  readonly bound?: boolean;
  /** The single measurements that y is the median of. */
  readonly samples?: readonly number[];
}

export interface Line {
  readonly name: string;
  readonly style: LineStyle;
  readonly points: readonly LinePoint[];
}

export interface LineStyle {
  /**
   * Index of a colour and of a marker: see COLOURS in svg-theme.ts and MARKERS in draw.ts. Larger ones begin
   * again, each colour with another marker.
   */
  readonly colour: number;
  /** Index into DASHES. */
  readonly dash: number;
}

export interface Tick {
  readonly x: number;
  readonly label: string;
}

export interface LineChart {
  /** Short name without spaces, for files. */
  readonly id: string;
  readonly title: string;
  /** Quantity and unit. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xTicks: readonly Tick[];
  /** Of the y axis. The x axis is always logarithmic. */
  readonly scale: 'linear' | 'log';
  /** Upper end of the y axis. Without it the axis ends above the highest value. */
  readonly yMax?: number;
  /** A horizontal line to compare with. */
  readonly reference?: { readonly y: number; readonly label: string };
  /** A remark on the intervals, for the reader. */
  readonly note?: string;
  /** From this x on the background is shaded, because the values there have another meaning. */
  readonly shadeFrom?: { readonly x: number; readonly label: string };
  readonly lines: readonly Line[];
}

/** As in `stroke-dasharray`; '' is a solid line. */
export const DASHES = ['', '6 3', '2 2', '8 3 2 3', '1 3'];

/** Returns the chart in words, for readers who cannot see it. */
export function describeChart({ title, xTitle, yTitle, lines }: LineChart): string {
  const descriptions = lines.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return `${name}: no values`;
    return `${name}: from ${first.y.toPrecision(3)} at ${first.x} to ${last.y.toPrecision(3)} at ${last.x}`;
  });
  return `${title}. ${yTitle} against ${xTitle}. ${descriptions.join('; ')}.`;
}

export type LineStyles = (protocol: string, engine: string) => LineStyle;

/** The two that nearly every page compares have the same colours on every page. */
const FIRST_PROTOCOLS = ['old', 'v4'];
const DASHES_BY_ENGINE = ['wasm', 'js', 'native'];

/** Colours and markers tell protocols apart, in the order of `protocols`; dashes tell engines apart. */
export function lineStylesFor(protocols: Iterable<string>): LineStyles {
  const order = [...new Set([...FIRST_PROTOCOLS, ...protocols])];
  return (protocol, engine) => ({
    colour: Math.max(0, order.indexOf(protocol)),
    dash: Math.max(0, DASHES_BY_ENGINE.indexOf(engine)),
  });
}

/** Returns a line for each protocol and engine of `items`, through the points that they have. */
export function linesByProtocol<T extends { readonly protocol: string; readonly engine: string }>(
  items: readonly T[],
  styles: LineStyles,
  pointOf: (item: T) => LinePoint | null | undefined,
): Line[] {
  const engines = new Set(items.map(({ engine }) => engine));
  return groupBy(items, ({ protocol, engine }) => JSON.stringify([protocol, engine])).flatMap((same) => {
    const { protocol, engine } = same[0] as T;
    const points = same.flatMap((item) => pointOf(item) ?? []).sort((a, b) => a.x - b.x);
    const name = engines.size > 1 ? `${protocol} (${engine})` : protocol;
    return points.length === 0 ? [] : [{ name, style: styles(protocol, engine), points }];
  });
}

const MAX_LENGTH = 120;

/** `parts` joined by dashes. The name has only ASCII letters, digits, dashes and underscores. */
export function chartId(...parts: readonly string[]): string {
  return parts
    .join('-')
    .replace(/[^\w-]+/g, '-')
    .slice(0, MAX_LENGTH);
}
