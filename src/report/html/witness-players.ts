// The witnesses of a page, each as a player that unfolds.

import { grouped as byKey } from '../../analysis/merge-races.js';
import type { CheckConfig, Witness } from '../../results/check-result.js';
import { descriptorWords } from '../../scenarios/reclaim.js';
import { properties, propertyTitle } from '../../violations/table.js';
import { plural } from '../numbers.js';
import { html, type Markup } from './markup.js';
import { MEMORY_NAMES, type PlayerInput, player } from './player.js';
import type { SourceTexts } from './source-text.js';

/** A page with more players than this would be slow to open. */
const MOST_PLAYERS = 30;

/** The players of these schedules: the first, and the others folded. */
export function players(told: readonly PlayerInput[], sources: SourceTexts): Markup {
  const shown = told.slice(0, MOST_PLAYERS);
  const [first, ...rest] = shown.map((tale) => player(tale, sources));
  if (!first) return html``;
  const folded = rest.map(
    (markup, index) => html`<details><summary>${titleOf(shown[index + 1] as PlayerInput)}</summary>${markup}</details>`,
  );
  const more = told.length - shown.length;
  return html`${first}${folded}${more > 0 && html`<p class="notes">${more} further witnesses are in the files, not on this page.</p>`}`;
}

/** A schedule that shows several properties is one story. The most telling comes first. */
export function witnessGroups(config: CheckConfig, witnesses: readonly Witness[]): PlayerInput[] {
  return byKey(witnesses, ({ schedule }) => schedule).map((same) => {
    const shows = same.map(({ property }) => property).sort((a, b) => properties.indexOf(a) - properties.indexOf(b));
    return { config, witness: same[0] as Witness, shows };
  });
}

function titleOf({ config, witness, shows }: PlayerInput): string {
  const titles = shows.map((property) => propertyTitle(property)).join('; ');
  const narrow = config.width < 32 ? `, ${config.width}-bit count word` : '';
  const options = descriptorWords(config)
    .map((word) => `, ${word}`)
    .join('');
  const weak = config.memory === 'sc' ? '' : `, ${MEMORY_NAMES[config.memory]}`;
  return `${config.protocol} in ${config.scenario}, ${config.dtor} destructor${options}${narrow}${weak}: ${titles}, ${plural(witness.steps.length, 'step')}`;
}
