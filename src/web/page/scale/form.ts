// Form of a measurement.

import { EMBEDDED_ENGINES } from '../../../front-end/sources.js';
import { powersUpTo, type ScaleRequest, scaleOptions } from '../../../options/scale-options.js';
import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/markup.js';
import { time } from '../../../report/numbers.js';
import { workloads } from '../../../scenarios/workloads.js';
import { bindForm, choiceOf, chosenIn, optionForm, optionSelect } from '../frame/form.js';
import { engineChoices, workloadChoices } from '../frame/names.js';

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
  const boxes = measured.map(({ name, description }) => {
    const checked = DEFAULT_PROTOCOLS.includes(name) && html` checked`;
    return html`<label class="box"><input type="checkbox" name="protocol" value="${name}"${checked}> <b>${name}</b> <small>${description}</small></label>`;
  });
  const { workloads, engines, trials, durationMs } = scaleOptions;
  return optionForm(
    'What is measured',
    [
      optionSelect(workloads, workloadChoices()),
      html`<fieldset class="boxes"><legend>Protocols</legend>${boxes}</fieldset>`,
    ],
    [
      optionSelect(engines, engineChoices(EMBEDDED_ENGINES), 'wasm'),
      optionSelect(trials, numbers(TRIALS), String(DEFAULT_TRIALS)),
      optionSelect(durationMs, numbers(DURATIONS_MS, time), String(DEFAULT_MS)),
    ],
  );
}

/** Has the text below the settings of `root` say what the choices mean, and how long that takes. */
export function bindScaleForm(root: HTMLElement): void {
  bindForm(root, (form) => {
    const { protocols: chosen = [], threads = [], trials = 0, durationMs = 0 } = chosenScale(root);
    const description = workloads.find(({ name }) => name === choiceOf(form, 'workload'))?.description ?? '';
    const lastsMs = chosen.length * threads.length * trials * (durationMs + AROUND_MS);
    return `${description.replace('--pages pages', 'many pages')}. With ${threads.join(', ')} threads it takes about ${time(lastsMs)}.`;
  });
}

/** Returns what is chosen in `root` now. */
export function chosenScale(root: HTMLElement): ScaleRequest {
  return { ...chosenIn(root, scaleOptions), threads: powersUpTo(navigator.hardwareConcurrency) };
}
