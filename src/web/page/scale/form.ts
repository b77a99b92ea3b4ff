// Form of a measurement.

import { EMBEDDED_ENGINES } from '../../../front-end/sources.js';
import { powersUpTo, type ScaleRequest, scaleOptions } from '../../../options/scale-options.js';
import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/markup.js';
import { time } from '../../../report/numbers.js';
import { workloads } from '../../../scenarios/workloads.js';
import { query } from '../frame/elements.js';
import { choiceOf, chosenIn, named, optionSelect } from '../frame/form.js';
import { engineChoices } from '../frame/names.js';

const DEFAULT_PROTOCOLS = ['old', 'v4'];
const TRIALS = [3, 5, 15, 30];
const DEFAULT_TRIALS = 5;
const DURATIONS_MS = [50, 100, 250, 1000];
const DEFAULT_MS = 100;
/** Cost of a trial beside its time: its threads meet and warm up. */
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
${optionSelect(scaleOptions.workloads, named(workloads))}
${optionSelect(scaleOptions.engines, engineChoices(EMBEDDED_ENGINES), 'wasm')}
${optionSelect(scaleOptions.trials, numbers(TRIALS), String(DEFAULT_TRIALS))}
${optionSelect(scaleOptions.durationMs, numbers(DURATIONS_MS, time), String(DEFAULT_MS))}
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

/** Returns what is chosen in `root` now. */
export function chosenScale(root: HTMLElement): ScaleRequest {
  return { ...chosenIn(root, scaleOptions), threads: powersUpTo(navigator.hardwareConcurrency) };
}
