// Tables that fit the output. A cell is one line. Where the columns are too wide together, those that may be cut give way.
// Where that is not enough, the table goes on below in further bands, each of which repeats the key columns; then a column is
// cut only if it does not fit beside the keys.

import pc from 'picocolors';
import { cut, outputWidth } from './layout.js';

type Paint = (text: string) => string;

/** A text, or one with the colour that it is shown in. */
export type Cell = string | { readonly text: string; readonly paint: Paint };

export interface Column {
  readonly head: string;
  readonly align?: 'right';
  /** Says what the row is about: stands in every band. */
  readonly key?: true;
  /** May be cut, down to so many columns. */
  readonly least?: number;
}

const GAP = '  ';

export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number = outputWidth(),
): string {
  const lengths = columns.map(({ head }, index) =>
    Math.max(head.length, ...rows.map((row) => textOf(row[index]).length)),
  );
  const together = narrowed(columns, lengths, width);
  const widths = totalOf(together) <= width ? together : besideKeys(columns, lengths, width);
  return bandsOf(columns, widths, width)
    .map((band) => bandText(columns, widths, rows, band))
    .join('\n');
}

export function painted(text: string, paint: Paint): Cell {
  return { text, paint };
}

export function textOf(cell: Cell = ''): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** Cuts the widest column that may be cut, column by column, until all fit or none may be cut further. */
function narrowed(columns: readonly Column[], lengths: readonly number[], width: number): number[] {
  const widths = [...lengths];
  const spare = (index: number): number => (widths[index] ?? 0) - (columns[index]?.least ?? Number.POSITIVE_INFINITY);
  for (let excess = totalOf(widths) - width; excess > 0; excess--) {
    const givers = widths.map((_, index) => index).filter((index) => spare(index) > 0);
    const widest = givers.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** Widths for bands: keys leave room for the least that a further column takes, and that column takes the rest. */
function besideKeys(columns: readonly Column[], lengths: readonly number[], width: number): number[] {
  const keys = [...columns.keys()].filter((index) => columns[index]?.key);
  const least = columns.map(({ key, least }, index) =>
    key ? 0 : Math.min(least ?? lengths[index] ?? 0, lengths[index] ?? 0),
  );
  const rest: Column = { head: '' };
  const keyWidths = narrowed(
    [...keys.flatMap((index) => columns[index] ?? []), rest],
    [...keys.map((index) => lengths[index] ?? 0), Math.max(0, ...least)],
    width,
  ).slice(0, keys.length);
  const room = width - totalOf(keyWidths) - GAP.length;
  return lengths.map((length, index) => {
    const key = keys.indexOf(index);
    if (key >= 0) return keyWidths[key] ?? length;
    return columns[index]?.least === undefined ? length : Math.min(length, Math.max(least[index] ?? 0, room));
  });
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * Math.max(0, widths.length - 1);
}

/** Indices of the columns that stand side by side, band by band. */
function bandsOf(columns: readonly Column[], widths: readonly number[], width: number): number[][] {
  const keys = columns.flatMap(({ key }, index) => (key ? [index] : []));
  const bands: number[][] = [];
  let band = keys;
  for (const [index, { key }] of columns.entries()) {
    if (key) continue;
    const longer = [...band, index];
    if (band.length > keys.length && totalOf(longer.map((column) => widths[column] ?? 0)) > width) {
      bands.push(band);
      band = [...keys, index];
    } else {
      band = longer;
    }
  }
  return [...bands, band];
}

function bandText(
  columns: readonly Column[],
  widths: readonly number[],
  rows: readonly (readonly Cell[])[],
  band: readonly number[],
): string {
  const line = (cellOf: (index: number) => Cell): string =>
    band
      .map((index) => {
        const cell = cellOf(index);
        const [text, width] = [cut(textOf(cell), widths[index] ?? 0), widths[index] ?? 0];
        const padding = ' '.repeat(width - text.length);
        const shown = typeof cell === 'string' ? text : cell.paint(text);
        return columns[index]?.align === 'right' ? padding + shown : shown + padding;
      })
      .join(GAP)
      .trimEnd();
  const head = band.some((index) => columns[index]?.head)
    ? [line((index) => painted(columns[index]?.head ?? '', pc.bold))]
    : [];
  return [...head, ...rows.map((row) => line((index) => row[index] ?? ''))].map((text) => `${text}\n`).join('');
}
