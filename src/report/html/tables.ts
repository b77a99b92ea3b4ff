// Tables of a page, the cells that several of them have in common, and the origin of the numbers: each file has a number, each
// machine a letter, and every section cites them.

import { groupBy } from '../../group-by.js';
import type { Environment } from '../../machine/environment.js';
import type { Result, ResultFile } from '../../results/result-bytes.js';
import type { LineChart } from '../charts/line-chart.js';
import { html, type Markup, type Piece } from '../markup.js';
import { type Cell, NONE, type Table, type Tone, textOf, verdictCell } from '../table.js';

/** A result with the files that it was read from: several when repeated runs were taken together. */
export interface Cited<T> {
  readonly result: T;
  readonly files: readonly number[];
}

export class Evidence {
  readonly #cited: readonly Cited<Result>[];
  readonly #machines = new Map<string, Environment>();

  constructor(readonly files: readonly ResultFile[]) {
    this.#cited = files.flatMap(({ results }, index) =>
      results.flatMap(within).map((result) => ({ result, files: [index + 1] })),
    );
    for (const { result } of this.#cited) {
      if ('environment' in result) this.#machines.set(JSON.stringify(result.environment), result.environment);
    }
  }

  /** Results of `schema`, with the number of their file, from 1. */
  of<S extends Result['schema']>(schema: S): Cited<Extract<Result, { schema: S }>>[] {
    return this.#cited.filter(
      (cited): cited is Cited<Extract<Result, { schema: S }>> => cited.result.schema === schema,
    );
  }

  machines(): readonly Environment[] {
    return [...this.#machines.values()];
  }

  /** `A`, `B`, ... in the order of the files. */
  letterOf(environment: Environment): string {
    return letter([...this.#machines.keys()].indexOf(JSON.stringify(environment)));
  }
}

/** Takes those of `cited` together that have one key, with the files of all. */
export function together<T>(
  cited: readonly Cited<T>[],
  keyOf: (result: T) => string,
  merged: (same: readonly T[]) => T,
): Cited<T>[] {
  return groupBy(cited, ({ result }) => keyOf(result)).map((same) => ({
    result: merged(same.map(({ result }) => result)),
    files: same.flatMap(({ files }) => files),
  }));
}

/** `result`, and those that it is made of: a demonstration holds others. */
function within(result: Result): readonly Result[] {
  if (result.schema !== 'reftorture/demo@1') return [result];
  const { races, check, replay, scale } = result;
  return [result, ...races, ...[check, replay, scale].filter((part) => part !== null)];
}

export function letter(index: number): string {
  const last = String.fromCharCode('A'.charCodeAt(0) + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

/** Links to the files, small and raised. */
export function cite(files: readonly number[]): Markup {
  return html`${[...new Set(files)].map((file) => html` <a class="cite" href="#file-${file}" aria-label="from file ${file}">[${file}]</a>`)}`;
}

export function remarks(lines: readonly string[]): Markup {
  return html`<ul class="warnings">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** Draws charts where they stand, side by side. */
export type Figures = (charts: readonly LineChart[]) => Markup;

/** From here on columns stand closer, so that they fit on the page. */
const MANY_COLUMNS = 10;

/** A table whose first column heads its rows. `numeric` names the columns that hold numbers, `kind` a rule of the stylesheet. */
export function dataTable(
  caption: string,
  head: readonly Piece[],
  rows: readonly (readonly Piece[])[],
  numeric: readonly number[] = [],
  kind = '',
): Markup {
  const align = (column: number): string => (numeric.includes(column) ? 'numeric' : '');
  const cells = (row: readonly Piece[]): Markup[] =>
    row.map((cell, column) =>
      column === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${align(column)}">${cell}</td>`,
    );
  const many = head.length > MANY_COLUMNS ? 'many' : '';
  return html`<div class="wide ${kind} ${many}" tabindex="0" role="region" aria-label="${caption}"><table><caption class="unseen">${caption}</caption>
<thead><tr>${head.map((cell, column) => (cell === '' ? html`<td></td>` : html`<th scope="col" class="${align(column)}">${cell}</th>`))}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${cells(row)}</tr>
`,
  )}</tbody></table></div>`;
}

/** A table that a terminal shows as well. `cited`: the results that its rows are of, whose files are named there. */
export function sameTable(caption: string, { columns, rows }: Table, cited: readonly Cited<unknown>[] = []): Markup {
  return dataTable(
    caption,
    columns.map(({ head }) => head),
    rows.map(([key = '', ...cells], row) => [
      html`${cellMarkup(key)}${cite(cited[row]?.files ?? [])}`,
      ...cells.map(cellMarkup),
    ]),
    columns.flatMap(({ align }, column) => (align === 'right' ? [column] : [])),
  );
}

const CLASSES: Readonly<Partial<Record<Tone, string>>> = { bad: 'seen', dim: 'near' };

/** A cell with its note; a verdict has a sign besides. */
function cellMarkup(cell: Cell): Piece {
  const { tone, note } = typeof cell === 'string' ? {} : cell;
  const text = textOf(cell) === NONE ? '–' : textOf(cell);
  const small = note !== undefined && html`<small>${note}</small>`;
  if (tone === 'doubtful' || verdictCell(text).tone !== 'doubtful') return html`${verdictMarkup(text)}${small}`;
  const kind = tone && CLASSES[tone];
  if (tone === 'strong') return html`<b>${text}</b>${small}`;
  return html`${kind === undefined ? text : html`<span class="${kind}">${text}</span>`}${small}`;
}

/** A sign, a word, and a colour that is not needed. */
export function verdictMarkup(verdict: string): Markup {
  const { tone } = verdictCell(verdict);
  const sign = tone === 'good' ? '✓' : tone === 'bad' ? '✗' : verdict === 'observed' ? '•' : '?';
  return html`<span class="verdict ${verdict}">${sign} ${verdict}</span>`;
}
