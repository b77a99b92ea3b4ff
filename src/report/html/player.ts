// The interleaving player: a witness as swim lanes, one for each thread, with the count word between them. The page has
// every step in it and prints as it is; browser/page-script.ts only moves through it.

import { host } from '#host';
import { groupBy } from '../../analysis/group-by.js';
import type { CheckConfig, Witness } from '../../results/check-result.js';
import { type Property, properties, propertyTitle } from '../../violations/table.js';
import { settingsOf, unusualIn } from '../check-report.js';
import { html, type Markup } from '../markup.js';
import { plural } from '../numbers.js';
import { missingTexts, replayText, threadNames } from '../witness.js';
import { lanesTable } from './lanes.js';
import type { SourceTexts } from './sources.js';
import { type Cell, framesOf } from './witness-frames.js';

/** Anchor of the player of a witness: a claim can lead there without knowing where on the page it is. */
export function playerId({ token }: Witness): string {
  return `witness-${host.sha256(token).slice(0, 12)}`;
}

export interface PlayerInput {
  readonly config: CheckConfig;
  readonly witness: Witness;
  /** Everything that the schedule shows, the most telling first. */
  readonly shows: readonly Property[];
}

function player({ config, witness, shows }: PlayerInput, sources: SourceTexts): Markup {
  const id = playerId(witness);
  const names = threadNames(config);
  const frames = framesOf(config, witness);
  return html`<section class="player" id="${id}" tabindex="0" role="group" aria-roledescription="interleaving player" aria-labelledby="${id}-title" aria-describedby="${id}-keys">
<h4 id="${id}-title">${config.protocol} in ${config.scenario}: ${shows.map((property) => propertyTitle(property)).join('; ')}</h4>
<p class="facts">${plural(witness.steps.length, 'step')}, ${witness.countAccesses} on the count word · schedule <code>${witness.schedule}</code> · ${settingsOf(config).join(' · ')}</p>
${controls(id, witness.steps.length)}
<div class="stage"><div class="scroller" tabindex="-1">${lanesTable({ ...frames, id, names, sources })}</div>
<div class="memory" role="group" aria-label="Memory and source at this step"><h5>Memory</h5><dl>${frames.start.map(memoryCell)}</dl><h5>Source</h5><figure class="excerpt"><figcaption></figcaption><pre tabindex="-1"></pre></figure></div></div>
${missingTexts(witness).map((text) => html`<p class="facts">${text}</p>`)}
<p class="facts">Again on real threads: <code>${replayText(witness)}</code></p>
</section>`;
}

function controls(id: string, steps: number): Markup {
  const button = (go: string, label: string, sign: string): Markup =>
    html`<button type="button" data-go="${go}" aria-label="${label}">${sign}</button>`;
  return html`<div class="controls" role="toolbar" aria-label="Steps" aria-controls="${id}" hidden>
${button('first', 'To the start', '|◀')}${button('back', 'One step back', '◀')}${button('play', 'Play', '▶ play')}${button('next', 'One step on', '▶')}${button('last', 'To the end', '▶|')}
<input type="range" min="0" max="${steps}" value="${steps}" step="1" aria-label="Step"><output class="position"></output>
</div><p class="said" role="status" aria-live="polite" hidden></p><p class="keys" id="${id}-keys" hidden>Keys: <kbd>→</kbd> <kbd>←</kbd> step, <kbd>Home</kbd> <kbd>End</kbd> ends, <kbd>Space</kbd> plays.</p>`;
}

function memoryCell({ location, text, state }: Cell): Markup {
  return html`<div data-cell="${location}" data-start="${text}" data-start-state="${state ?? ''}" class="${state ? `s-${state}` : ''}"><dt>${location}</dt><dd>${text}</dd></div>`;
}

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
  return groupBy(witnesses, ({ schedule }) => schedule).map((same) => {
    const shows = same.map(({ property }) => property).sort((a, b) => properties.indexOf(a) - properties.indexOf(b));
    return { config, witness: same[0] as Witness, shows };
  });
}

function titleOf({ config, witness, shows }: PlayerInput): string {
  const titles = shows.map((property) => propertyTitle(property)).join('; ');
  const name = `${config.protocol} in ${config.scenario}`;
  const settings = [`${config.dtor} destructor`, ...unusualIn(config)].join(', ');
  return `${name}, ${settings}: ${titles}, ${plural(witness.steps.length, 'step')}`;
}
