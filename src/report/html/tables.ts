// Tables of a page, and the cells that several of them have in common.

import { grouped, short } from '../numbers.js';
import { type Cell, type Column, textOf } from '../table.js';
import { cite } from './evidence.js';
import { html, type Markup, type Piece } from './markup.js';

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

/** A table that a terminal shows as well. `cites` has the files of each row. */
export function sameTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  cites: readonly (readonly number[])[] = [],
): Markup {
  const piece = (cell: Cell): Piece => (isVerdict(cell) ? verdictMarkup(textOf(cell)) : textOf(cell));
  return dataTable(
    caption,
    columns.map(({ head }) => head),
    rows.map(([key = '', ...cells], row) => [html`${piece(key)}${cite(cites[row] ?? [])}`, ...cells.map(piece)]),
    columns.flatMap(({ align }, column) => (align === 'right' ? [column] : [])),
  );
}

/** Of the cells that have a colour there, these have a sign here. */
function isVerdict(cell: Cell): boolean {
  return typeof cell !== 'string' && Object.hasOwn(VERDICT_SIGNS, cell.text);
}

const VERDICT_SIGNS: Readonly<Record<string, string>> = {
  clean: '✓',
  holds: '✓',
  confirmed: '✓',
  agrees: '✓',
  violated: '✗',
  differs: '✗',
  observed: '•',
};

/** A sign, a word, and a colour that is not needed. */
export function verdictMarkup(verdict: string, kind = verdict): Markup {
  return html`<span class="verdict ${kind}">${VERDICT_SIGNS[verdict] ?? '?'} ${verdict}</span>`;
}

/** Seen less often than this share of its chances, an event is rare. */
const RARE = 1e-6;
/** Nothing in n chances: with 95 % confidence the share is below this / n (the rule of three, -ln 0.05). */
const RULE_OF_THREE = 2.996;

/** A count with how often it came among its chances; for none, what that excludes. */
export function outcome(events: number, chances: number, bad: boolean): Markup {
  if (events === 0) {
    return html`<span class="near">0</span>${chances > 0 && html`<small>&lt; 1 in ${short(Math.max(1, chances / RULE_OF_THREE))}</small>`}`;
  }
  const rare = chances > 0 && events / chances < RARE;
  const often = chances > 0 && html`<small>1 in ${short(Math.max(1, chances / events))}</small>`;
  return html`<span class="${bad ? 'seen' : ''}">${grouped(events)}</span>${rare && html` <span class="rare">rare</span>`}${often}`;
}
