// One check, by itself: what the terminal shows of it, and its witnesses as players.

import type { CheckResult, Status } from '../../results/check-result.js';
import { headingOf, PROPERTY_COLUMNS, propertyRows, sizeOf } from '../check-report.js';
import { html, type Markup } from './markup.js';
import type { SourceTexts } from './source-text.js';
import { sameTable, verdictMarkup } from './tables.js';
import { players, witnessGroups } from './witness-players.js';

export function checkAnswer(result: CheckResult, sources: SourceTexts): Markup {
  const { config, verdict, notes, witnesses } = result;
  const shown = (status: Status, one: string, several: string): Markup | false => {
    const those = witnesses.filter(({ property }) => result.properties[property] === status);
    return (
      those.length > 0 &&
      html`<h3>${those.length === 1 ? one : several}</h3>${players(witnessGroups(config, those), sources)}`
    );
  };
  return html`<p class="facts">${headingOf(result)}</p>
<p class="answer">${verdictMarkup(verdict)} ${sizeOf(result)}</p>
<ul class="warnings">${notes.map((note) => html`<li>${note}</li>`)}</ul>
${sameTable('Properties', PROPERTY_COLUMNS, propertyRows(result))}
${shown('violated', 'Shortest witness', 'Shortest witnesses')}
${shown('observed', 'Observed, and no violation', 'Observed, and no violations')}`;
}
