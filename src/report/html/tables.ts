// Tables of a page, and the cells that several of them have in common.

import { grouped, short } from '../numbers.js';
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
<thead><tr>${head.map((cell, column) => html`<th scope="col" class="${align(column)}">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${cells(row)}</tr>
`,
  )}</tbody></table></div>`;
}

const VERDICT_SIGNS: Readonly<Record<string, string>> = {
  clean: '✓',
  holds: '✓',
  confirmed: '✓',
  violated: '✗',
  refuted: '✗',
  'confirmed under conditions': '(✓)',
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
