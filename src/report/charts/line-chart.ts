// A line chart with intervals, in the terms of its reader: what stands on the axes, and one line for each thing that is
// compared. Lines differ in colour, marker and dashes, so that colour is never needed to tell them apart.

export interface LinePoint {
  readonly x: number;
  readonly y: number;
  /** Interval around y. */
  readonly low?: number;
  readonly high?: number;
  /** Nothing was seen: y is only the rate that would have shown itself. */
  readonly bound?: boolean;
  /** What y is the median of. */
  readonly samples?: readonly number[];
}

export interface Line {
  readonly name: string;
  readonly look: LineLook;
  readonly points: readonly LinePoint[];
}

export interface LineLook {
  /** Index of a colour and of a marker: see COLOURS in svg-theme.ts and MARKERS here. */
  readonly colour: number;
  /** Index into DASHES. */
  readonly dash: number;
}

export interface Tick {
  readonly at: number;
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
  /** Of the y axis; x is always logarithmic. */
  readonly scale: 'linear' | 'log';
  /** Highest value of a linear y axis, when it has one by nature. */
  readonly most?: number;
  /** A horizontal line to compare with. */
  readonly reference?: { readonly y: number; readonly label: string };
  /** What a reader should know of the intervals. */
  readonly note?: string;
  /** Where another regime begins. */
  readonly shadeFrom?: { readonly x: number; readonly label: string };
  readonly lines: readonly Line[];
}

export const MARKERS = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-left', 'triangle-right'];
export const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3]];

/** What the chart shows, for those who cannot see it. */
export function describeChart({ title, xTitle, yTitle, lines }: LineChart): string {
  const told = lines.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return `${name}: no values`;
    return `${name}: from ${first.y.toPrecision(3)} at ${first.x} to ${last.y.toPrecision(3)} at ${last.x}`;
  });
  return `${title}. ${yTitle} against ${xTitle}. ${told.join('; ')}.`;
}
