// A schedule that the reader makes by hand, as it stands: what each thread is about to do and where, the words of memory,
// the steps so far, and what went wrong.

import type { Finding, Move, Simulation } from '../../checker/simulation.js';
import type { CheckConfig, WitnessStep } from '../../results/check-result.js';
import { isObservation, observationText, propertyTitle } from '../../violations/table.js';
import { html, type Markup } from '../markup.js';
import { plural } from '../numbers.js';
import { ENDINGS, functionOf, replayText, threadNames } from '../witness.js';
import {
  type Cell,
  change,
  framesOf,
  functionMarkup,
  type Lanes,
  lanesTable,
  STATE_WORDS,
  sayingOf,
} from './player.js';
import type { SourceTexts } from './sources.js';

/** `id`: what the anchors of the steps begin with. @throws ProgramError for a step that leaves what the model can run */
export function simulationView(id: string, config: CheckConfig, simulation: Simulation, sources: SourceTexts) {
  const names = threadNames(config);
  const moves = names.map((_, thread) => simulation.moves(thread));
  const pending = moves.flatMap(([first]) => first?.step ?? []);
  const frames = framesOf(config, simulation, { initial: simulation.initialWords(), pending });
  const lanes: Lanes = { ...frames, id, names, sources };
  const now = frames.frames.at(-1) ?? { memory: frames.start, inWindow: new Set<number>(), step: undefined };
  const findings = simulation.findings();
  const clean = findings.every(({ property }) => isObservation(property, config.dtor));
  const cards = moves.map((possible, thread) =>
    threadCard(lanes, thread, possible, whereIs(simulation, thread, now.inWindow)),
  );
  return {
    threads: html`${cards}`,
    memory: html`<dl>${now.memory.map((cell) => memoryCell(cell, now.step?.location))}</dl>`,
    history: lanesTable(lanes),
    /** The violations, and the command that shows them on real threads; empty until there is one. */
    wrong: wrongMarkup(config, simulation, findings),
    /** The last step and what it led to, in words. */
    said: saying(lanes, findings, simulation.isOver && clean),
  };
}

function whereIs(simulation: Simulation, thread: number, inWindow: ReadonlySet<number>): string {
  if (simulation.hasEnded(thread)) return 'has ended';
  return inWindow.has(thread) ? 'is between steps 1 and 2' : '';
}

function threadCard(lanes: Lanes, thread: number, moves: readonly Move[], where: string): Markup {
  const name = lanes.names[thread] ?? '';
  const [next] = moves;
  if (!next) {
    return html`<article class="thread ended" aria-label="${name}"><h4>${name} <span>${where || 'is stopped by a trap'}</span></h4></article>`;
  }
  const { step } = next;
  const window = where !== '' ? 'window' : '';
  return html`<article class="thread ${window}" aria-label="${name}"><h4>${name} <span>${where}</span></h4>
<div class="controls">${moves.map((move) => moveButton(lanes, name, move, moves.length))}${moves.length === 1 && html`<button type="button" data-run="${thread}" aria-label="${name}, run on to the window, a choice or the end">run on</button>`}</div>
<p class="next">${functionMarkup(step)} ${moves.length === 1 && html`<code>${change(lanes.textOf, step)}</code>`}</p>
${excerpt(step, lanes.sources)}</article>`;
}

function moveButton({ textOf }: Lanes, name: string, { thread, choice, step }: Move, among: number): Markup {
  const does = `${functionOf(step.path)}${step.half > 0 ? ` step ${step.half}` : ''}: ${change(textOf, step)}`;
  const key = choice === 0 && thread < 9 ? String(thread + 1) : '';
  const says = among === 1 ? 'step' : change(textOf, step);
  const called = `${key} ${says}, ${name}: ${does}`.trim();
  return html`<button type="button" data-thread="${thread}" data-choice="${choice}" aria-label="${called}">${key !== '' && html`<kbd>${key}</kbd> `}${says}</button>`;
}

/** Lines before and after the one at which a thread stands. */
const AROUND = 2;

/** The line at which a thread stands, with those around it where the page has the file. */
function excerpt(step: WitnessStep, sources: SourceTexts): Markup {
  const place = sources.cite(step);
  const line = (number: number | string, text: string, current: boolean): Markup =>
    html`<span class="line ${current && 'current'}">${String(number).padStart(3)}  ${text}
</span>`;
  const [first, all] = place ? [Math.max(1, place.line - AROUND), sources.lines(place.file)] : [0, []];
  const lines = place
    ? all.slice(first - 1, place.line + AROUND).map((text, at) => line(first + at, text, first + at === place.line))
    : line(step.source.slice(step.source.lastIndexOf(':') + 1), step.code, true);
  return html`<figure class="excerpt"><figcaption>${step.source}</figcaption><pre>${lines}</pre></figure>`;
}

function memoryCell({ location, text, state }: Cell, touched: string | undefined): Markup {
  const classes = [state && `s-${state}`, location === touched && 'touched'].filter(Boolean).join(' ');
  const means = state && html` <small>${STATE_WORDS[state]}</small>`;
  return html`<div class="${classes}" data-cell="${location}"><dt>${location}</dt><dd>${text}${means}</dd></div>`;
}

function wrongMarkup({ dtor }: CheckConfig, simulation: Simulation, findings: readonly Finding[]): Markup {
  const [worst] = findings;
  if (!worst) return html``;
  const items = findings.map(({ property, step }) =>
    isObservation(property, dtor)
      ? html`<li>Step ${step}. ${observationText(property)}</li>`
      : html`<li><b>✗ ${propertyTitle(property)}</b>, step ${step}. ${ENDINGS[property] ?? ''}</li>`,
  );
  return html`<ul>${items}</ul><p class="facts">${plural(simulation.steps.length, 'step')} by hand. Again on real threads: <code>${replayText(simulation.witness(worst.property))}</code></p>`;
}

/** `wentWell`: all threads have ended, with observations alone. */
function saying(lanes: Lanes, findings: readonly Finding[], wentWell: boolean): string {
  const { frames } = lanes;
  const last = frames.at(-1);
  if (!last) return 'Nobody has moved yet: every page is free.';
  const told = sayingOf(lanes, last, frames.length - 1);
  const atRest = findings.filter(({ property, step }) => step === frames.length && ENDINGS[property]);
  const rest = atRest.map(({ property }) => ` ${propertyTitle(property)}: ${ENDINGS[property]}`);
  const clean = wentWell ? ' All threads have ended, and nothing went wrong.' : '';
  return `${told}${rest.length > 0 || clean ? '.' : ''}${rest.join('')}${clean}`;
}
