// The interleaving player: a witness as swim lanes, one for each thread, with the count word between them. The page has
// every step in it and prints as it is; browser/page-script.ts only moves through it.

import { host } from '#host';
import { groupBy } from '../../analysis/group-by.js';
import type { CheckConfig, Witness, WitnessNote, WitnessStep } from '../../results/check-result.js';
import { type Property, properties, propertyTitle } from '../../violations/table.js';
import { lifeText, typeName } from '../../violations/words.js';
import { settingsOf, unusualIn } from '../check-report.js';
import { html, type Markup } from '../markup.js';
import { plural } from '../numbers.js';
import {
  changeText,
  functionOf,
  missingTexts,
  replayText,
  threadNames,
  titledText,
  toldNote,
  valueText,
} from '../witness.js';
import type { SourceTexts } from './sources.js';

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

export const STATE_WORDS: Readonly<Record<WordState, string>> = {
  owned: 'owned',
  staged: 'staged for freeing',
  frozen: 'frozen',
  dead: 'dead',
};

export interface Lanes extends Frames {
  /** Prefix of the anchors of the rows. */
  readonly id: string;
  /** Of the threads. */
  readonly names: readonly string[];
  readonly sources: SourceTexts;
}

export function lanesTable(lanes: Lanes): Markup {
  const { names, start, frames } = lanes;
  const counts = start.filter(({ location }) => isCount(location));
  const left = leftOf(lanes);
  const heads = names.map((name) => html`<th scope="col" class="lane">${name}</th>`);
  const rails = counts.map(({ location }) => html`<th scope="col" class="rail">${countName(location, counts)}</th>`);
  return html`<table class="lanes">
<caption class="unseen">Each row is one step. The thread that moves has its cell filled; the column of the count word has its value after the step.</caption>
<thead><tr><th scope="col" class="number">step</th>${heads.slice(0, left)}${rails}${heads.slice(left)}</tr></thead>
<tbody>${startRow(start, counts, names.length, left)}${frames.map((frame, index) => stepRow(lanes, frame, index))}</tbody></table>`;
}

/** Returns the number of lanes before the count word. */
function leftOf({ names }: Lanes): number {
  return Math.ceil(names.length / 2);
}

function countName(location: string, counts: readonly Cell[]): string {
  return counts.length === 1 ? 'count word' : location;
}

function startRow(start: readonly Cell[], counts: readonly Cell[], threads: number, left: number): Markup {
  const idle = Array.from({ length: threads }, () => html`<td class="lane"></td>`);
  const rails = counts.map((cell) => html`<td class="rail s-${cell.state}">${wordOf(cell)}</td>`);
  return html`<tr class="start" data-step="0" data-say="Start: ${start.map(({ location, text }) => `${location} ${text}`).join(', ')}"><th scope="row" class="number">start</th>${idle.slice(0, left)}${rails}${idle.slice(left)}</tr>`;
}

function wordOf({ text, state }: Cell): Markup {
  return html`<span class="word">${text}</span> <span class="state">${state && STATE_WORDS[state]}</span>`;
}

function stepRow(table: Lanes, frame: Frame, index: number): Markup {
  const { id, names, sources } = table;
  const { step, memory, inWindow } = frame;
  const left = leftOf(table);
  const violations = step.notes.filter(({ kind }) => kind !== 'holds');
  const touched = memory.find(({ location }) => location === step.location);
  const say = sayingOf(table, frame, index);
  const lanes = names.map((name, thread) => {
    if (thread === step.thread) return html`<td class="lane move">${card(table, step)}</td>`;
    if (!inWindow.has(thread)) return html`<td class="lane"></td>`;
    return html`<td class="lane window"><span>${name} is between steps 1 and 2</span></td>`;
  });
  const rails = memory
    .filter(({ location }) => isCount(location))
    .map((cell) => {
      const moved = cell.location === step.location && step.operation !== 'load';
      return html`<td class="rail s-${cell.state} ${cell.location === step.location ? 'touched' : ''}">${moved ? wordOf(cell) : html`<span class="unseen">${cell.text}</span>`}</td>`;
    });
  const place = sources.cite(step);
  return html`<tr id="${id}-step-${index + 1}" data-step="${index + 1}" data-say="${say}" data-cell="${step.location}" data-value="${touched?.text ?? ''}" data-state="${touched?.state ?? ''}" data-source="${step.source}" data-code="${step.code}" ${place && html`data-file="${place.file}" data-line="${place.line}"`} class="${violations.length > 0 ? 'violation' : ''} ${step.thread < left ? 'from-left' : 'from-right'}"><th scope="row" class="number">${index + 1}</th>${lanes.slice(0, left)}${rails}${lanes.slice(left)}</tr>`;
}

function sourceLine({ source, code }: WitnessStep): Markup {
  return html`<span>${source}</span> <code>${code}</code>`;
}

/** Returns the cell of the thread that takes this step. */
function card({ textOf, sources }: Lanes, step: WitnessStep): Markup {
  const place = sources.cite(step);
  const half = step.half > 0 && html` <strong class="half">step ${step.half}</strong>`;
  const source = place
    ? html`<a class="source" href="#source-${place.file}-${place.line}" title="${step.code}">${sourceLine(step)}</a>`
    : html`<span class="source" title="${step.code}">${sourceLine(step)}</span>`;
  return html`<div class="what"><b>${functionOf(step.path)}</b>${half} <code>${change(textOf, step)}</code></div>${source}${step.notes.map(noteMarkup)}`;
}

/** Returns the effect of a step, in the notation of the lanes. */
export function change(textOf: Frames['textOf'], step: WitnessStep): string {
  return changeText(step, textOf, '→');
}

/** A step in words, for somebody who does not see the lanes. `index`: of the step, from 0. */
export function sayingOf({ textOf, names }: Lanes, { step, memory }: Frame, index: number): string {
  const touched = memory.find(({ location }) => location === step.location);
  const half = step.half > 0 ? ` step ${step.half}` : '';
  const state = touched?.state ? `; the count word is ${touched.text}, ${STATE_WORDS[touched.state]}` : '';
  const wrong = step.notes.flatMap((note) => {
    if (note.kind === 'holds') return [];
    return `. ${note.kind === 'violation' ? `${propertyTitle(note.property)}: it ${violationText(note)}` : titledText(toldNote(note))}`;
  });
  return `${index + 1}. ${names[step.thread]}: ${functionOf(step.path)}${half}: ${change(textOf, step)}${state}${wrong.join('')}`;
}

function noteMarkup(note: WitnessNote): Markup {
  if (note.kind === 'holds')
    return html`<div class="belief">now acts as a holder of page ${note.page}, ${lifeText(note.generation)}</div>`;
  const { title, text } =
    note.kind === 'violation' ? { title: propertyTitle(note.property), text: violationText(note) } : toldNote(note);
  return html`<div class="wrong" role="note"><b>✗ ${title ?? text}</b>${title && ` ${text}`}</div>`;
}

const CONFUSIONS: readonly Property[] = ['typeConfusionStolenFree', 'typeConfusionStaleGet'];

function violationText(note: WitnessNote & { kind: 'violation' }): string {
  const { property, heldGeneration, believedType, generation, type } = note;
  if (CONFUSIONS.includes(property))
    return `runs the destructor of ${typeName(believedType)} on a page of type ${typeName(type)}`;
  return `acts on ${lifeText(heldGeneration)}; the page is ${lifeText(generation)}`;
}

export interface Cell {
  readonly location: string;
  /** As a reader would write it. */
  readonly text: string;
  /** For count words only. */
  readonly state?: WordState;
}

export interface Frame {
  readonly step: WitnessStep;
  /** Every word that the witness touches, after this step. */
  readonly memory: readonly Cell[];
  /** Threads that took step 1 and have step 2 before them, after this step. */
  readonly inWindow: ReadonlySet<number>;
}

interface Frames {
  readonly start: readonly Cell[];
  readonly frames: readonly Frame[];
  /** A value of a word as a reader would write it. */
  readonly textOf: (location: string, value: number) => string;
}

/** A schedule that is made by hand, beside its steps so far. */
interface Unfinished {
  /** Every word at the start. */
  readonly initial: readonly { readonly location: string; readonly value: number }[];
  /** The step that each thread would take next. */
  readonly pending: readonly WitnessStep[];
}

const FINISHED: Unfinished = { initial: [], pending: [] };

export function framesOf(
  config: CheckConfig,
  { steps }: Pick<Witness, 'steps'>,
  { initial, pending }: Unfinished = FINISHED,
): Frames {
  const memory = new Map(initial.map(({ location, value }) => [location, value]));
  for (const { location, before } of steps) if (location !== '' && !memory.has(location)) memory.set(location, before);
  const meaning = new WordMeaning([...steps, ...pending], [...memory].find(([location]) => isCount(location))?.[1]);
  const textOf = (location: string, value: number): string => {
    if (isCount(location)) return meaning.textOf(config, location, value);
    if (location.startsWith('generation')) return value === 0 ? '0, free' : `${value}, ${lifeText(value)}`;
    return location.startsWith('type') ? typeName(value) : valueText(config, location, value);
  };
  const cellOf = ([location, value]: [string, number]): Cell => {
    const text = textOf(location, value);
    if (!isCount(location)) return { location, text };
    return { location, text, state: meaning.stateOf(value, memory.get(location.replace('refcount', 'generation'))) };
  };
  const cells = (): Cell[] => [...memory].sort(countsFirst).map(cellOf);
  const start = cells();
  let inWindow: ReadonlySet<number> = new Set();
  const frames = steps.map((step) => {
    if (step.location !== '') memory.set(step.location, step.newest ?? step.after); // memory is its newest writes
    if (meaning.opensWindow(step)) inWindow = new Set([...inWindow, step.thread]);
    else if (step.half === 2) inWindow = new Set([...inWindow].filter((thread) => thread !== step.thread));
    return { step, memory: cells(), inWindow };
  });
  return { start, frames, textOf };
}

function countsFirst([a]: [string, number], [b]: [string, number]): number {
  return Number(isCount(b)) - Number(isCount(a)) || a.localeCompare(b);
}

/** `dead` is a free page's word without a bit that says so. */
type WordState = 'owned' | 'staged' | 'frozen' | 'dead';

class WordMeaning {
  readonly #free: number;
  /** The values that step 1 leaves for step 2. */
  readonly #staged: ReadonlySet<number>;
  readonly #opening: ReadonlySet<WitnessStep>;

  /** `free`: the first value of a count word, since every page is free at the start. */
  constructor(steps: readonly WitnessStep[], free = 0) {
    const opening = steps.filter((step, index) => step.half === 1 && nextOf(steps, index)?.half === 2);
    const staged = new Set(opening.map(({ after }) => after));
    // A thread that the witness leaves in the window took the same step 1 as one that it follows further.
    const left = steps.filter((step, index) => step.half === 1 && !nextOf(steps, index) && staged.has(step.after));
    this.#free = free;
    this.#staged = staged;
    this.#opening = new Set([...opening, ...left]);
  }

  /** Returns true for a step 1 whose step 2 is still to come. */
  opensWindow(step: WitnessStep): boolean {
    return this.#opening.has(step);
  }

  stateOf(value: number, generation: number | undefined): WordState {
    if (this.#staged.has(value)) return 'staged';
    if (this.#free < 0 && value < 0) return 'frozen';
    const free = generation !== undefined && generation % 2 === 0;
    return value === this.#free || free ? 'dead' : 'owned';
  }

  /** FROZEN and FROZEN + k where the sign bit says so; where it says something else, the bits. */
  textOf(config: CheckConfig, location: string, value: number): string {
    if (this.#free < 0 || value >= 0) return valueText(config, location, value);
    return `0x${((value >>> 0) % 2 ** config.width).toString(16)}`;
  }
}

export function isCount(location: string): boolean {
  return location.startsWith('refcount');
}

/** The next step of the same thread. */
function nextOf(steps: readonly WitnessStep[], index: number): WitnessStep | undefined {
  const thread = steps[index]?.thread;
  return steps.slice(index + 1).find((step) => step.thread === thread);
}
