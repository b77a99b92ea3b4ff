// Checks in the reader's browser, and the reader's own attempts.

import { MEMORY_MODELS, memoryFacts } from '../../../memory-facts.js';
import { type CheckRequest, checkOptions, MAX_ROUNDS } from '../../../options/check-options.js';
import { html, type Markup } from '../../../report/markup.js';
import { resolveCheck } from '../../../requests/check-request.js';
import { bindAddress } from '../frame/address.js';
import { bindForm, choicesOf, chosenIn, offer, optionForm, optionSelect } from '../frame/form.js';
import { destructorChoices, term } from '../frame/names.js';
import { type PageContext, query } from '../frame/page.js';
import { runButtons } from '../frame/runner.js';
import {
  aboutChosen,
  descriptorFields,
  followScenario,
  protocolField,
  scenarioField,
} from '../frame/scenario-fields.js';
import { offerCheck } from './answers.js';

export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Check: every interleaving</h2>
<p class="lead">A checker decides who moves at every atomic access, and goes through every ${term('interleaving')} there is. A violation comes with its shortest ${term('witness')}. Or decide yourself who moves.</p>
${settings(protocolField)}
${runButtons('Check', html` <button type="button" class="try">Be the scheduler</button>`)}
<div class="outcome"></div>`.text;
  bindSettings(root);
  const run = offerCheck(root, page, () => resolveCheck(chosenCheck(root)));
  // The sources of the package are vetted, and a check runs in a worker that can be ended.
  bindAddress(root, { panel: 'check', arrive: (_, problem) => problem ?? run() });
}

/** Form of a check. `first`: what stands before the scenario. */
export function settings(first: Markup): Markup {
  const { memory, dtor, threads, rounds } = checkOptions;
  return optionForm('What is checked', html`${first}${scenarioField}`, [
    optionSelect(
      memory,
      choicesOf(MEMORY_MODELS, (name) => memoryFacts[name].name),
    ),
    optionSelect(dtor, destructorChoices),
    optionSelect(threads, []),
    html`<label class="choice"><span>${rounds.label ?? ''}</span><input name="rounds" type="number" min="1" max="${MAX_ROUNDS}" step="1"></label>`,
    ...descriptorFields,
  ]);
}

/** Has the choices of `root` follow each other, and say what they mean. */
export function bindSettings(root: HTMLElement): void {
  let played: string | undefined;
  bindForm(root, (form) => {
    const scenario = followScenario(form);
    const threadsSelect = query(form, 'select[name=threads]', HTMLSelectElement);
    threadsSelect.disabled = !scenario; // one of the reader's own has a thread for each of its roles
    if (scenario && scenario.name !== played) {
      played = scenario.name;
      // Each scenario has threads and rounds of its own.
      const { minThreads, check } = scenario;
      const numbers = Array.from({ length: check.maxThreads - minThreads + 1 }, (_, index) => minThreads + index);
      offer(form, 'threads', [...numbers.map(String), 'any']);
      threadsSelect.value = String(check.threads);
      query(form, 'input[name=rounds]', HTMLInputElement).value = String(check.rounds ?? 1);
    }
    return aboutChosen(form);
  });
}

/** Returns what is chosen in `root` now. */
export function chosenCheck(root: HTMLElement): CheckRequest {
  return chosenIn(root, checkOptions);
}
