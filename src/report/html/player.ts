// The interleaving player: a witness as swim lanes, one for each thread, with the count word between them. The page has
// every step in it and prints as it is; browser/page-script.ts only moves through it.

import type { CheckConfig, Witness, WitnessNote, WitnessStep } from '../../results/check-result.js';
import { sha256 } from '../../sha256.js';
import { assertionText } from '../../violations/stories.js';
import { type Property, propertyTitle } from '../../violations/table.js';
import { lifeText, typeName } from '../../violations/words.js';
import { plural } from '../numbers.js';
import {
  freedText,
  fromText,
  functionOf,
  missingTexts,
  replayText,
  staleText,
  threadNames,
  trapText,
} from '../witness.js';
import { html, type Markup } from './markup.js';
import type { SourceTexts } from './source-text.js';
import { type Cell, type Frame, type Frames, framesOf } from './witness-frames.js';
import { isCount, type WordState } from './word-meaning.js';

const STATE_WORDS: Readonly<Record<WordState, string>> = {
  owned: 'owned',
  staged: 'staged for freeing',
  frozen: 'frozen',
  dead: 'dead',
};

export const MEMORY_NAMES: Readonly<Record<CheckConfig['memory'], string>> = {
  sc: 'sequentially consistent',
  ra: 'release and acquire (weak memory)',
  lkmm: 'Linux-kernel memory model',
};

/** Anchor of the player of a witness: a claim can lead there without knowing where on the page it is. */
export function playerId({ token }: Witness): string {
  return `witness-${sha256(token).slice(0, 12)}`;
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
  const { start, frames, textOf } = framesOf(config, witness);
  const counts = start.filter(({ location }) => isCount(location));
  const left = Math.ceil(names.length / 2);
  const heads = names.map((name) => html`<th scope="col" class="lane">${name}</th>`);
  const rails = counts.map(({ location }) => html`<th scope="col" class="rail">${countName(location, counts)}</th>`);
  const row = (frame: Frame, index: number): Markup =>
    stepRow({
      id,
      names,
      textOf,
      left,
      frame,
      previous: index > 0 ? (frames[index - 1] as Frame).memory : start,
      index,
      sources,
    });
  return html`<section class="player" id="${id}" tabindex="0" role="group" aria-roledescription="interleaving player" aria-labelledby="${id}-title" aria-describedby="${id}-keys">
<h4 id="${id}-title">${config.protocol} in ${config.scenario}: ${shows.map((property) => propertyTitle(property)).join('; ')}</h4>
<p class="facts">${plural(witness.steps.length, 'step')}, ${witness.countAccesses} on the count word · schedule <code>${witness.schedule}</code> · ${config.dtor} destructor · ${config.recheck ? 'recheck' : 'no recheck'} · ${MEMORY_NAMES[config.memory]}</p>
${controls(id, witness.steps.length)}
<div class="stage"><div class="scroller" tabindex="-1"><table class="lanes">
<caption class="unseen">Each row is one step. The thread that moves has its cell filled; the column of the count word has its value after the step.</caption>
<thead><tr><th scope="col" class="number">step</th>${heads.slice(0, left)}${rails}${heads.slice(left)}</tr></thead>
<tbody>${startRow(start, counts, names.length, left)}${frames.map(row)}</tbody></table></div>
<aside class="memory" aria-label="Memory and source at this step"><h5>Memory</h5><dl>${start.map(memoryCell)}</dl><h5>Source</h5><figure class="excerpt"><figcaption></figcaption><pre tabindex="-1"></pre></figure></aside></div>
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

function countName(location: string, counts: readonly Cell[]): string {
  return counts.length === 1 ? 'count word' : location;
}

function memoryCell({ location, text, state }: Cell): Markup {
  return html`<div data-cell="${location}" data-start="${text}" data-start-state="${state ?? ''}" class="${state ? `s-${state}` : ''}"><dt>${location}</dt><dd>${text}</dd></div>`;
}

function startRow(start: readonly Cell[], counts: readonly Cell[], threads: number, left: number): Markup {
  const idle = Array.from({ length: threads }, () => html`<td class="lane"></td>`);
  const rails = counts.map((cell) => html`<td class="rail s-${cell.state}">${wordOf(cell)}</td>`);
  return html`<tr class="start" data-step="0" data-say="Start: ${start.map(({ location, text }) => `${location} ${text}`).join(', ')}"><th scope="row" class="number">start</th>${idle.slice(0, left)}${rails}${idle.slice(left)}</tr>`;
}

function wordOf({ text, state }: Cell): Markup {
  return html`<span class="word">${text}</span> <span class="state">${state && STATE_WORDS[state]}</span>`;
}

interface RowInput {
  readonly id: string;
  readonly textOf: Frames['textOf'];
  readonly names: readonly string[];
  readonly left: number;
  readonly frame: Frame;
  readonly previous: readonly Cell[];
  readonly index: number;
  readonly sources: SourceTexts;
}

function stepRow(input: RowInput): Markup {
  const { id, names, left, frame, index } = input;
  const { step, memory, inWindow } = frame;
  const violations = step.notes.filter(({ kind }) => kind !== 'holds');
  const touched = memory.find(({ location }) => location === step.location);
  const say = spoken(input, touched);
  const lanes = names.map((name, thread) => {
    if (thread === step.thread) return html`<td class="lane move">${card(input)}</td>`;
    if (!inWindow.has(thread)) return html`<td class="lane"></td>`;
    return html`<td class="lane window"><span>${name} is between steps 1 and 2</span></td>`;
  });
  const rails = memory
    .filter(({ location }) => isCount(location))
    .map((cell) => {
      const moved = cell.location === step.location && step.operation !== 'load';
      return html`<td class="rail s-${cell.state} ${cell.location === step.location ? 'touched' : ''}">${moved ? wordOf(cell) : html`<span class="unseen">${cell.text}</span>`}</td>`;
    });
  const place = input.sources.cite(step);
  return html`<tr id="${id}-step-${index + 1}" data-step="${index + 1}" data-say="${say}" data-cell="${step.location}" data-value="${touched?.text ?? ''}" data-state="${touched?.state ?? ''}" data-source="${step.source}" data-code="${step.code}" ${place && html`data-file="${place.file}" data-line="${place.line}"`} class="${violations.length > 0 ? 'violation' : ''} ${step.thread < left ? 'from-left' : 'from-right'}"><th scope="row" class="number">${index + 1}</th>${lanes.slice(0, left)}${rails}${lanes.slice(left)}</tr>`;
}

function sourceLine({ source, code }: WitnessStep): Markup {
  return html`<span>${source}</span> <code>${code}</code>`;
}

/** What the moving thread does in this step. */
function card({ textOf, frame: { step }, sources }: RowInput): Markup {
  const place = sources.cite(step);
  const half = step.half > 0 && html` <strong class="half">step ${step.half}</strong>`;
  const source = place
    ? html`<a class="source" href="#source-${place.file}-${place.line}" title="${step.code}">${sourceLine(step)}</a>`
    : html`<span class="source" title="${step.code}">${sourceLine(step)}</span>`;
  return html`<div class="what"><b>${functionOf(step.path)}</b>${half} <code>${change(textOf, step)}</code></div>${source}${step.notes.map(noteMarkup)}`;
}

function change(textOf: Frames['textOf'], step: Frame['step']): string {
  const { operation, location, before, after } = step;
  if (operation === 'begin') return 'begins';
  if (operation === 'choose') return `chooses ${after} of ${before}`;
  const value = (raw: number): string => textOf(location, raw);
  const lost = operation === 'compareExchange' && before === after ? ', fails' : '';
  return `${operation} ${location} [${operation === 'load' ? value(before) : `${value(before)} → ${value(after)}`}]${lost}${fromText(step)}${staleText(step, value)}`;
}

function spoken({ textOf, names, index, frame: { step } }: RowInput, touched: Cell | undefined): string {
  const half = step.half > 0 ? ` step ${step.half}` : '';
  const state = touched?.state ? `; the count word is ${touched.text}, ${STATE_WORDS[touched.state]}` : '';
  const wrong = step.notes.flatMap((note) =>
    note.kind === 'violation'
      ? [`. ${propertyTitle(note.property)}: it ${violationText(note)}`]
      : note.kind === 'holds'
        ? []
        : [
            `. ${note.kind === 'freedUnderHolder' ? `${propertyTitle('useAfterFree')}: ${freedText(note)}` : brokenText(note)}`,
          ],
  );
  return `${index + 1}. ${names[step.thread]}: ${functionOf(step.path)}${half}: ${change(textOf, step)}${state}${wrong.join('')}`;
}

function noteMarkup(note: WitnessNote): Markup {
  if (note.kind === 'holds')
    return html`<div class="belief">now acts as a holder of page ${note.page}, ${lifeText(note.generation)}</div>`;
  if (note.kind === 'freedUnderHolder')
    return html`<div class="wrong" role="note"><b>✗ ${propertyTitle('useAfterFree')}</b> ${freedText(note)}</div>`;
  if (note.kind !== 'violation') return html`<div class="wrong" role="note"><b>✗ ${brokenText(note)}</b></div>`;
  return html`<div class="wrong" role="note"><b>✗ ${propertyTitle(note.property)}</b> ${violationText(note)}</div>`;
}

function brokenText(note: WitnessNote & { kind: 'trap' | 'assertion' }): string {
  return note.kind === 'trap' ? trapText(note) : assertionText(note);
}

const CONFUSIONS: readonly Property[] = ['typeConfusionStolenFree', 'typeConfusionStaleGet'];

function violationText(note: WitnessNote & { kind: 'violation' }): string {
  const { property, heldGeneration, believedType, generation, type } = note;
  if (CONFUSIONS.includes(property))
    return `runs the destructor of ${typeName(believedType)} on a page of type ${typeName(type)}`;
  return `acts on ${lifeText(heldGeneration)}; the page is ${lifeText(generation)}`;
}
