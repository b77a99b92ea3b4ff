// The interleaving player: a witness as swim lanes, one for each thread, with the count word between them. The page has
// every step in it and prints as it is; browser/page-script.ts only moves through it.

import { host } from '#host';
import type { CheckConfig, Witness } from '../../results/check-result.js';
import { descriptorWords } from '../../scenarios/reclaim.js';
import { type Property, propertyTitle } from '../../violations/table.js';
import { plural } from '../numbers.js';
import { missingTexts, replayText, threadNames } from '../witness.js';
import { lanesTable } from './lanes.js';
import { html, type Markup } from './markup.js';
import type { SourceTexts } from './source-text.js';
import { type Cell, framesOf } from './witness-frames.js';

export const MEMORY_NAMES: Readonly<Record<CheckConfig['memory'], string>> = {
  sc: 'sequentially consistent',
  ra: 'release and acquire (weak memory)',
  lkmm: 'Linux-kernel memory model',
};

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

export function player({ config, witness, shows }: PlayerInput, sources: SourceTexts): Markup {
  const id = playerId(witness);
  const names = threadNames(config);
  const frames = framesOf(config, witness);
  return html`<section class="player" id="${id}" tabindex="0" role="group" aria-roledescription="interleaving player" aria-labelledby="${id}-title" aria-describedby="${id}-keys">
<h4 id="${id}-title">${config.protocol} in ${config.scenario}: ${shows.map((property) => propertyTitle(property)).join('; ')}</h4>
<p class="facts">${plural(witness.steps.length, 'step')}, ${witness.countAccesses} on the count word · schedule <code>${witness.schedule}</code> · ${config.dtor} destructor · ${config.recheck ? 'recheck' : 'no recheck'}${descriptorWords(config).map((word) => ` · ${word}`)} · ${MEMORY_NAMES[config.memory]}</p>
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
