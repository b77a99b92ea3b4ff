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

interface TonedText {
  readonly text: string;
  readonly tone?: Tone;
  /** Stands below the text where there is room, as on a page. */
  readonly note?: string;
}

/** One line of text. */
export type Cell = string | TonedText;

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
  const natural = columns.map((column, index): Printed => {
    const cells = rows.map((row) => row[index] ?? '');
    return { ...column, cells, width: Math.max(column.head.length, ...cells.map((cell) => textOf(cell).length)) };
  });
  const together = narrowed(natural, width);
  const fitting = totalOf(together) <= width ? together : besideKeys(natural, width);
  return bandsOf(fitting, width)
    .map((band) => bandText(band, rows.length))
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

export function toned(text: string, tone: Tone): TonedText {
  return { text, tone };
}

function painted(cell: Cell): string {
  return typeof cell === 'string' || !cell.tone ? textOf(cell) : PAINTS[cell.tone](cell.text);
}

const GOOD = ['clean', 'holds', 'confirmed', 'agrees'];
const BAD = ['violated', 'differs'];

export function verdictCell(verdict: string): TonedText {
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

/** A column with its cells and the width that they get. */
interface Printed extends Column {
  readonly cells: readonly Cell[];
  width: number;
}

/** Cuts the widest column that may be cut, column by column, until all fit or none may be cut further. */
function narrowed(columns: readonly Printed[], width: number): Printed[] {
  const narrow = columns.map((column) => ({ ...column }));
  for (let excess = totalOf(narrow) - width; excess > 0; excess--) {
    const givers = narrow.filter(({ width, least = width }) => width > least);
    const [widest] = givers.sort((a, b) => b.width - a.width);
    if (!widest) break;
    widest.width--;
  }
  return narrow;
}

/** Widths for bands: keys leave room for the least that a further column takes, and that column takes the rest. */
function besideKeys(columns: readonly Printed[], width: number): Printed[] {
  const others = columns.filter(({ key }) => !key);
  const room = Math.max(0, ...others.map(({ width, least = width }) => Math.min(width, least)));
  const further: Printed = { head: '', cells: [], width: room };
  const keys = narrowed([...columns.filter(({ key }) => key), further], width).slice(0, -1);
  const rest = width - totalOf(keys) - GAP.length;
  const cut = ({ width, least = width }: Printed): number => Math.min(width, Math.max(least, rest));
  return [...keys, ...others.map((column) => ({ ...column, width: cut(column) }))];
}

function totalOf(columns: readonly Printed[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + GAP.length * Math.max(0, columns.length - 1);
}

/** The columns that stand side by side, band by band. */
function bandsOf(columns: readonly Printed[], width: number): Printed[][] {
  const keys = columns.filter(({ key }) => key);
  const bands: Printed[][] = [];
  let band = keys;
  for (const column of columns.filter(({ key }) => !key)) {
    const longer = [...band, column];
    if (band.length > keys.length && totalOf(longer) > width) {
      bands.push(band);
      band = [...keys, column];
    } else {
      band = longer;
    }
  }
  return [...bands, band];
}

function bandText(band: readonly Printed[], rows: number): string {
  const line = (cellOf: (column: Printed) => Cell): string =>
    band
      .map((column) => padded(cellOf(column), column))
      .join(GAP)
      .trimEnd();
  const head = band.some(({ head }) => head !== '') ? [line(({ head }) => toned(head, 'strong'))] : [];
  const body = Array.from({ length: rows }, (_, row) => line(({ cells }) => cells[row] ?? ''));
  return [...head, ...body].map((text) => `${text}\n`).join('');
}

function padded(cell: Cell, { width, align }: Printed): string {
  const text = cut(textOf(cell), width);
  const padding = ' '.repeat(width - text.length);
  const shown = typeof cell === 'string' ? text : painted({ ...cell, text });
  return align === 'right' ? padding + shown : shown + padding;
}
