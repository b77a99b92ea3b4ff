// One check, by itself: what the terminal shows of it, and its witnesses as players.

import type { CheckResult } from '../../results/check-result.js';
import { headingOf, PROPERTY_COLUMNS, propertyRows, sizeOf } from '../check-report.js';
import { html, type Markup } from './markup.js';
import type { SourceTexts } from './source-text.js';
import { sameTable, verdictMarkup } from './tables.js';
import { players, tales } from './witness-players.js';

export function checkAnswer(result: CheckResult, sources: SourceTexts): Markup {
  const { config, verdict, notes, witnesses } = result;
  return html`<p class="facts">${headingOf(result)}</p>
<p class="answer">${verdictMarkup(verdict)} ${sizeOf(result)}</p>
<ul class="warnings">${notes.map((note) => html`<li>${note}</li>`)}</ul>
${sameTable('Properties', PROPERTY_COLUMNS, propertyRows(result))}
${witnesses.length > 0 && html`<h3>${witnesses.length === 1 ? 'Shortest witness' : 'Shortest witnesses'}</h3>`}
${players(tales(config, witnesses), sources)}`;
}
