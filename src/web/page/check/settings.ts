// Form of a check.

import { MEMORY_MODELS, memoryFacts } from '../../../memory-facts.js';
import { type CheckRequest, checkOptions, MAX_ROUNDS } from '../../../options/check-options.js';
import { html, type Markup } from '../../../report/markup.js';
import { bindForm, chosenIn, offer, optionForm, optionSelect } from '../frame/form.js';
import { DESTRUCTORS } from '../frame/names.js';
import { query } from '../frame/page.js';
import { aboutChosen, descriptorFields, followScenario, scenarioField } from '../frame/scenario-fields.js';

/** `first`: what stands before the scenario. */
export function settings(first: Markup): Markup {
  const { memory, dtor, threads, rounds } = checkOptions;
  const memories = MEMORY_MODELS.map((value) => ({ value, text: memoryFacts[value].name }));
  return optionForm('What is checked', html`${first}${scenarioField}`, [
    optionSelect(memory, memories),
    optionSelect(dtor, DESTRUCTORS),
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
