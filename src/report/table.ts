// Tables and their cells, for a terminal and as Markdown; html/tables.ts has them for a page.

import pc from 'picocolors';
import { cut, outputWidth, wrapped } from './layout.js';

/** Emphasis of a text: colours in a terminal, classes on a page. */
const PAINTS = {
  good: pc.green,
  bad: pc.red,
  doubtful: pc.yellow,
  dim: pc.dim,
  caution: pc.yellow,
  strong: pc.bold,
} as const;
export type Tone = keyof typeof PAINTS;

/** One line of text. */
export type Cell =
  | string
  | {
      readonly text: string;
      readonly tone?: Tone;
      /** Stands below the text where there is room, as on a page. */
      readonly note?: string;
    };

/** Stands for a figure that there is none of. */
export const NONE = '-';

export interface Column {
  readonly head: string;
  readonly align?: 'right';
  /** Says what the row is about: stands in every band. */
  readonly key?: true;
  /** May be cut, down to so many columns. */
  readonly least?: number;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A quantity of a kind of results, under its name and unit: everything that shows it has it from here. */
export interface Figure<T> extends Column {
  readonly cell: (of: T) => Cell;
}

/** Returns a table with a row for each of `items` and a column for each of `figures`. */
export function tableOf<T>(items: readonly T[], figures: readonly Figure<T>[]): Table {
  return { columns: figures, rows: items.map((item) => figures.map(({ cell }) => cell(item))) };
}

/** Returns `figures` as numbers below each other. */
export function numeric<F extends Figure<never>>(figures: readonly F[]): F[] {
  return figures.map((figure) => ({ ...figure, align: 'right' }));
}

/** Returns those of `figures` that say more of some of `items` than that there is nothing. */
export function telling<T, F extends Figure<T>>(figures: readonly F[], items: readonly T[]): F[] {
  return figures.filter(({ cell }) => items.some((item) => ![NONE, '0'].includes(textOf(cell(item)))));
}

const GAP = '  ';

/**
 * Returns a table that fits the output. Where the columns are too wide together, those that may be cut give way. Where
 * that is not enough, the table goes on below in further bands, each of which repeats the key columns; then a column is
 * cut only if it does not fit beside the keys.
 */
export function textTable({ columns, rows }: Table, width = outputWidth()): string {
  const lengths = columns.map(({ head }, index) =>
    Math.max(head.length, ...rows.map((row) => textOf(row[index]).length)),
  );
  const together = narrowed(columns, lengths, width);
  const widths = totalOf(together) <= width ? together : besideKeys(columns, lengths, width);
  return bandsOf(columns, widths, width)
    .map((band) => bandText(columns, widths, rows, band))
    .join('\n');
}

/** Returns lines of Markdown, whatever the cells hold. */
export function markdownTable({ columns, rows }: Table): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => inMarkdown(head))),
    line(columns.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => inMarkdown(textOf(cell))))),
  ];
}

/** Returns `text` escaped: it must not end the cell that it stands in, nor be taken for markup. */
export function inMarkdown(text: string): string {
  return text.replace(/[\\|`*_<>]|\](?=[([:])/g, '\\$&').replace(/\s+/g, ' ');
}

export function toned(text: string, tone: Tone): Cell {
  return { text, tone };
}

/** Returns a cell as a terminal shows it. */
function painted(cell: Cell): string {
  return typeof cell === 'string' || !cell.tone ? textOf(cell) : PAINTS[cell.tone](cell.text);
}

const GOOD = ['clean', 'holds', 'confirmed', 'agrees'];
const BAD = ['violated', 'differs'];

export function verdictCell(verdict: string): Cell {
  return toned(verdict, GOOD.includes(verdict) ? 'good' : BAD.includes(verdict) ? 'bad' : 'doubtful');
}

/** Returns `verdict` in colour and what is said of it, in lines that fit the output. */
export function verdictLines(verdict: string, text: string): string[] {
  const [first = '', ...rest] = wrapped(`${verdict}: ${text}`);
  return [painted(verdictCell(verdict)) + first.slice(verdict.length), ...rest];
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
        const shown = typeof cell === 'string' ? text : painted({ ...cell, text });
        return columns[index]?.align === 'right' ? padding + shown : shown + padding;
      })
      .join(GAP)
      .trimEnd();
  const head = band.some((index) => columns[index]?.head)
    ? [line((index) => toned(columns[index]?.head ?? '', 'strong'))]
    : [];
  return [...head, ...rows.map((row) => line((index) => row[index] ?? ''))].map((text) => `${text}\n`).join('');
}
