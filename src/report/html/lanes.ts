// A schedule as swim lanes: one for each thread, with the count word between them, and a row for each step.

import type { WitnessNote, WitnessStep } from '../../results/check-result.js';
import { assertionText } from '../../violations/stories.js';
import { type Property, propertyTitle } from '../../violations/table.js';
import { lifeText, typeName } from '../../violations/words.js';
import { html, type Markup } from '../markup.js';
import { fromText, functionOf, staleText, trapText, watchedText } from '../witness.js';
import type { SourceTexts } from './sources.js';
import { type Cell, type Frame, type Frames, isCount, type WordState } from './witness-frames.js';

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
  const { operation, location, before, after } = step;
  if (operation === 'begin') return 'begins';
  if (operation === 'choose') return `chooses ${after} of ${before}`;
  const value = (raw: number): string => textOf(location, raw);
  const lost = operation === 'compareExchange' && before === after ? ', fails' : '';
  return `${operation} ${location} [${operation === 'load' ? value(before) : `${value(before)} → ${value(after)}`}]${lost}${fromText(step)}${staleText(step, value)}`;
}

/** A step in words, for somebody who does not see the lanes. `index`: of the step, from 0. */
export function sayingOf({ textOf, names }: Lanes, { step, memory }: Frame, index: number): string {
  const touched = memory.find(({ location }) => location === step.location);
  const half = step.half > 0 ? ` step ${step.half}` : '';
  const state = touched?.state ? `; the count word is ${touched.text}, ${STATE_WORDS[touched.state]}` : '';
  const wrong = step.notes.flatMap((note) =>
    note.kind === 'violation'
      ? [`. ${propertyTitle(note.property)}: it ${violationText(note)}`]
      : note.kind === 'holds'
        ? []
        : [`. ${brokenText(note)}`],
  );
  return `${index + 1}. ${names[step.thread]}: ${functionOf(step.path)}${half}: ${change(textOf, step)}${state}${wrong.join('')}`;
}

function noteMarkup(note: WitnessNote): Markup {
  if (note.kind === 'holds')
    return html`<div class="belief">now acts as a holder of page ${note.page}, ${lifeText(note.generation)}</div>`;
  if (note.kind === 'freedUnderHolder' || note.kind === 'touchedFreed') {
    const { title, text } = watchedText(note);
    return html`<div class="wrong" role="note"><b>✗ ${title}</b> ${text}</div>`;
  }
  if (note.kind !== 'violation') return html`<div class="wrong" role="note"><b>✗ ${brokenText(note)}</b></div>`;
  return html`<div class="wrong" role="note"><b>✗ ${propertyTitle(note.property)}</b> ${violationText(note)}</div>`;
}

function brokenText(note: Exclude<WitnessNote, { kind: 'violation' | 'holds' }>): string {
  if (note.kind === 'trap') return trapText(note);
  if (note.kind === 'assertion') return assertionText(note);
  const { title, text } = watchedText(note);
  return `${title}: ${text}`;
}

const CONFUSIONS: readonly Property[] = ['typeConfusionStolenFree', 'typeConfusionStaleGet'];

function violationText(note: WitnessNote & { kind: 'violation' }): string {
  const { property, heldGeneration, believedType, generation, type } = note;
  if (CONFUSIONS.includes(property))
    return `runs the destructor of ${typeName(believedType)} on a page of type ${typeName(type)}`;
  return `acts on ${lifeText(heldGeneration)}; the page is ${lifeText(generation)}`;
}
