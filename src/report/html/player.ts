// The interleaving player: a witness as swim lanes, one for each thread, with the count word between them. The page has
// every step in it and prints as it is; browser/page-script.ts only moves through it.

import { host } from '#host';
import { groupBy } from '../../group-by.js';
import type { CheckConfig, Witness, WitnessNote, WitnessStep } from '../../results/check-result.js';
import type { ClaimWitness } from '../../results/claims-result.js';
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

interface PlayerInput extends ClaimWitness {
  /** Everything that the schedule shows, the most telling first. */
  readonly shows: readonly Property[];
}

function player({ config, witness, shows }: PlayerInput, sources: SourceTexts): Markup {
  const id = playerId(witness);
  const names = threadNames(config);
  const frames = framesOf(config, witness);
  return html`<section class="player" id="${id}" tabindex="0" role="group" aria-roledescription="interleaving player" aria-labelledby="${id}-title" aria-describedby="${id}-keys">
<h4 id="${id}-title">${config.protocol} in ${config.scenario}: ${shows.map(propertyTitle).join('; ')}</h4>
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

/** Returns every schedule once, with all that it shows: several witnesses may have it. */
export function witnessGroups(witnesses: readonly ClaimWitness[]): PlayerInput[] {
  return groupBy(witnesses, ({ config, witness }) => JSON.stringify([config, witness.schedule])).map((same) => ({
    ...(same[0] as ClaimWitness),
    shows: properties.filter((property) => same.some(({ witness }) => witness.property === property)),
  }));
}

function titleOf({ config, witness, shows }: PlayerInput): string {
  const titles = shows.map(propertyTitle).join('; ');
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
  readonly names: readonly string[];
  readonly sources: SourceTexts;
}

export function lanesTable(lanes: Lanes): Markup {
  const counts = lanes.start.filter(({ location }) => isCount(location));
  const only = counts.length === 1 && 'count word';
  const rails = counts.map(({ location }) => html`<th scope="col" class="rail">${only || location}</th>`);
  const heads = around(lanes, rails, (name) => html`<th scope="col" class="lane">${name}</th>`);
  return html`<table class="lanes">
<caption class="unseen">Each row is one step. The thread that moves has its cell filled; the column of the count word has its value after the step.</caption>
<thead><tr><th scope="col" class="number">step</th>${heads}</tr></thead>
<tbody>${startRow(lanes, counts)}${lanes.frames.map((frame, index) => stepRow(lanes, frame, index))}</tbody></table>`;
}

/** Returns the lanes of `names` with the count words in their middle. */
function around(
  { names }: Lanes,
  rails: readonly Markup[],
  laneOf: (name: string, thread: number) => Markup,
): Markup[] {
  const lanes = names.map(laneOf);
  return [...lanes.slice(0, leftOf(names)), ...rails, ...lanes.slice(leftOf(names))];
}

/** Returns the number of lanes before the count words. */
function leftOf({ length }: readonly string[]): number {
  return Math.ceil(length / 2);
}

const IDLE = html`<td class="lane"></td>`;

function startRow(lanes: Lanes, counts: readonly Cell[]): Markup {
  const words = lanes.start.map(({ location, text }) => `${location} ${text}`).join(', ');
  const rails = counts.map((cell) => html`<td class="rail s-${cell.state}">${wordOf(cell)}</td>`);
  return html`<tr class="start" data-step="0" data-say="Start: ${words}"><th scope="row" class="number">start</th>${around(lanes, rails, () => IDLE)}</tr>`;
}

function wordOf({ text, state }: Cell): Markup {
  return html`<span class="word">${text}</span> <span class="state">${state && STATE_WORDS[state]}</span>`;
}

function stepRow(table: Lanes, frame: Frame, index: number): Markup {
  const { id, names, sources } = table;
  const { step, memory, inWindow } = frame;
  const isViolation = step.notes.some(({ kind }) => kind !== 'holds');
  const touched = memory.find(({ location }) => location === step.location);
  const say = sayingOf(table, frame, index);
  const lane = (name: string, thread: number): Markup => {
    if (thread === step.thread) return html`<td class="lane move">${card(table, step)}</td>`;
    if (!inWindow.has(thread)) return IDLE;
    return html`<td class="lane window"><span>${name} is between steps 1 and 2</span></td>`;
  };
  const rails = memory
    .filter(({ location }) => isCount(location))
    .map((cell) => {
      const moved = cell.location === step.location && step.operation !== 'load';
      return html`<td class="rail s-${cell.state} ${cell.location === step.location ? 'touched' : ''}">${moved ? wordOf(cell) : html`<span class="unseen">${cell.text}</span>`}</td>`;
    });
  const place = sources.cite(step);
  return html`<tr id="${id}-step-${index + 1}" data-step="${index + 1}" data-say="${say}" data-cell="${step.location}" data-value="${touched?.text ?? ''}" data-state="${touched?.state ?? ''}" data-source="${step.source}" data-code="${step.code}" ${place && html`data-file="${place.file}" data-line="${place.line}"`} class="${isViolation && 'violation'} ${step.thread < leftOf(names) ? 'from-left' : 'from-right'}"><th scope="row" class="number">${index + 1}</th>${around(table, rails, lane)}</tr>`;
}

/** Returns the cell of the thread that takes this step. */
function card({ textOf, sources }: Lanes, step: WitnessStep): Markup {
  const place = sources.cite(step);
  const line = html`<span>${step.source}</span> <code>${step.code}</code>`;
  const source = place
    ? html`<a class="source" href="#source-${place.file}-${place.line}" title="${step.code}">${line}</a>`
    : html`<span class="source" title="${step.code}">${line}</span>`;
  return html`<div class="what">${functionMarkup(step)} <code>${change(textOf, step)}</code></div>${source}${step.notes.map(noteMarkup)}`;
}

/** Returns the function that a step is in, and the step of a put that it is. */
export function functionMarkup({ path, half }: WitnessStep): Markup {
  return html`<b>${functionOf(path)}</b>${half > 0 && html` <strong class="half">step ${half}</strong>`}`;
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

type Frames = ReturnType<typeof framesOf>;
type Frame = Frames['frames'][number];

/** A schedule that is made by hand, beside its steps so far. */
interface Unfinished {
  /** Every word at the start. */
  readonly initial: readonly { readonly location: string; readonly value: number }[];
  /** The step that each thread would take next. */
  readonly pending: readonly WitnessStep[];
}

/** Returns every word that a witness touches at the start and after each step, with the threads between steps 1 and 2. */
export function framesOf(
  config: CheckConfig,
  { steps }: Pick<Witness, 'steps'>,
  { initial, pending }: Unfinished = { initial: [], pending: [] },
) {
  const memory = new Map(initial.map(({ location, value }) => [location, value]));
  for (const { location, before } of steps) if (location !== '' && !memory.has(location)) memory.set(location, before);
  const free = [...memory].find(([location]) => isCount(location))?.[1] ?? 0; // every page is free at the start
  const { staged, opening } = windowsOf([...steps, ...pending]);
  const textOf = (location: string, value: number): string => {
    // The bits, where the sign bit says something else than FROZEN.
    if (isCount(location) && free >= 0 && value < 0) return `0x${((value >>> 0) % 2 ** config.width).toString(16)}`;
    if (location.startsWith('generation')) return value === 0 ? '0, free' : `${value}, ${lifeText(value)}`;
    return valueText(config, location, value);
  };
  const stateOf = (value: number, generation: number | undefined): WordState => {
    if (staged.has(value)) return 'staged';
    if (free < 0 && value < 0) return 'frozen';
    return value === free || (generation ?? 1) % 2 === 0 ? 'dead' : 'owned';
  };
  const cellOf = ([location, value]: [string, number]): Cell => {
    const cell = { location, text: textOf(location, value) };
    if (!isCount(location)) return cell;
    return { ...cell, state: stateOf(value, memory.get(location.replace('refcount', 'generation'))) };
  };
  const cells = (): Cell[] => [...memory].sort(countsFirst).map(cellOf);
  const start = cells();
  let inWindow: ReadonlySet<number> = new Set();
  const frames = steps.map((step) => {
    if (step.location !== '') memory.set(step.location, step.newest ?? step.after); // memory is its newest writes
    if (opening.has(step)) inWindow = new Set([...inWindow, step.thread]);
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

/** Returns each step 1 whose step 2 is still to come, and the values that they leave for it. */
function windowsOf(steps: readonly WitnessStep[]): Readonly<{ opening: Set<WitnessStep>; staged: Set<number> }> {
  const opening = steps.filter((step, index) => step.half === 1 && nextOf(steps, index)?.half === 2);
  const staged = new Set(opening.map(({ after }) => after));
  // A thread that the witness leaves in the window took the same step 1 as one that it follows further.
  const left = steps.filter((step, index) => step.half === 1 && !nextOf(steps, index) && staged.has(step.after));
  return { opening: new Set([...opening, ...left]), staged };
}

function isCount(location: string): boolean {
  return location.startsWith('refcount');
}

/** The next step of the same thread. */
function nextOf(steps: readonly WitnessStep[], index: number): WitnessStep | undefined {
  const thread = steps[index]?.thread;
  return steps.slice(index + 1).find((step) => step.thread === thread);
}
