// What the reader chooses of a measurement.

import { EMBEDDED_ENGINES, type Engine } from '../../../front-end/sources.js';
import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/html/markup.js';
import { time } from '../../../report/numbers.js';
import { powersUpTo, type ScaleRequest } from '../../../requests/scale-request.js';
import { workloads } from '../../../scenarios/workloads.js';
import { query } from '../elements.js';
import { choiceOf, select } from '../form.js';

const DEFAULT_PROTOCOLS = ['old', 'v4'];
const TRIALS = [3, 5, 15, 30];
const DEFAULT_TRIALS = 5;
const DURATIONS_MS = [50, 100, 250, 1000];
const DEFAULT_MS = 100;
/** What a trial costs beside its time: its threads meet and warm up. */
const AROUND_MS = 30;

/** Mutants are no faster than what they are made from. */
const measured = protocols.filter(({ mutant }) => !mutant);

export function scaleForm(): Markup {
  const numbers = (values: readonly number[], text: (value: number) => string = String) =>
    values.map((value) => ({ value: String(value), text: text(value) }));
  const boxes = measured.map(({ name }) => {
    const box = DEFAULT_PROTOCOLS.includes(name)
      ? html`<input type="checkbox" name="protocol" value="${name}" checked>`
      : html`<input type="checkbox" name="protocol" value="${name}">`;
    return html`<label class="box">${box} ${name}</label>`;
  });
  return html`<form aria-label="What is measured"><fieldset class="boxes"><legend>Protocols</legend>${boxes}</fieldset>
<div class="choices">
${select(
  'workload',
  'Workload',
  workloads.map(({ name }) => ({ value: name })),
  'shared',
)}
${select(
  'engine',
  'Engine',
  EMBEDDED_ENGINES.map((value) => ({ value })),
  'wasm',
)}
${select('trials', 'Trials of each point', numbers(TRIALS), String(DEFAULT_TRIALS))}
${select('duration', 'Time of a trial', numbers(DURATIONS_MS, time), String(DEFAULT_MS))}
</div></form><p class="notes about"></p>`;
}

/** Has the text below the choices of `root` say what they mean, and how long that takes. */
export function bindScaleForm(root: HTMLElement): void {
  const form = query(root, 'form', HTMLFormElement);
  form.addEventListener('submit', (event) => event.preventDefault());
  const follow = (): void => {
    const { protocols: chosen = [], threads = [], trials = 0, durationMs = 0 } = chosenScale(root);
    const workload = workloads.find(({ name }) => name === choiceOf(form, 'workload'));
    const lastsMs = chosen.length * threads.length * trials * (durationMs + AROUND_MS);
    query(root, '.about', HTMLElement).textContent =
      `${workload?.name}: ${workload?.description}. With ${threads.join(', ')} threads it takes about ${time(lastsMs)}.`;
  };
  form.addEventListener('change', follow);
  follow();
}

/** What is chosen in `root` now. */
export function chosenScale(root: HTMLElement): ScaleRequest {
  const boxes = [...root.querySelectorAll<HTMLInputElement>('input[name=protocol]:checked')];
  return {
    protocols: boxes.map(({ value }) => value),
    workloads: [choiceOf(root, 'workload')],
    engines: [choiceOf(root, 'engine') as Engine],
    threads: powersUpTo(navigator.hardwareConcurrency),
    trials: Number(choiceOf(root, 'trials')),
    durationMs: Number(choiceOf(root, 'duration')),
  };
}
