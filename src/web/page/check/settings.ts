// Form of a check.

import { MEMORY_MODELS, memoryFacts } from '../../../memory-facts.js';
import { type CheckRequest, checkOptions, MAX_ROUNDS } from '../../../options/check-options.js';
import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/markup.js';
import { scenarios } from '../../../scenarios/index.js';
import { descriptorChoices, offerDescriptorChoices } from '../frame/descriptors.js';
import { query } from '../frame/elements.js';
import { choiceOf, chosenIn, offer, optionSelect } from '../frame/form.js';
import { DESTRUCTORS, scenarioChoices, scenarioName } from '../frame/names.js';

/** `first`: what stands before the scenario. */
export function settings(first: Markup): Markup {
  const { scenario, memory, dtor, threads, rounds } = checkOptions;
  const memories = MEMORY_MODELS.map((value) => ({ value, text: memoryFacts[value].name }));
  return html`<form class="choices" aria-label="What is checked">
${first}
${optionSelect(scenario, scenarioChoices())}
${descriptorChoices()}
${optionSelect(memory, memories)}
${optionSelect(dtor, DESTRUCTORS)}
${optionSelect(threads, [])}
<label class="choice"><span>${rounds.label ?? ''}</span><input name="rounds" type="number" min="1" max="${MAX_ROUNDS}" step="1"></label>
</form><p class="notes about"></p>`;
}

/** Has the choices of `root` follow each other, and say what they mean. */
export function bindSettings(root: HTMLElement): void {
  const form = query(root, 'form.choices', HTMLFormElement);
  form.addEventListener('submit', (event) => event.preventDefault());
  let played: string | undefined;
  const follow = (): void => {
    const protocol = protocols.find(
      ({ name }) => name === form.querySelector<HTMLSelectElement>('select[name=protocol]')?.value,
    );
    const scenario = scenarios.find(({ name }) => name === choiceOf(form, 'scenario'));
    const about = [
      protocol && `${protocol.name}: ${protocol.description}.`,
      scenario && `${scenarioName(scenario.name)}: ${scenario.description}.`,
    ];
    query(root, '.about', HTMLElement).textContent = about.filter(Boolean).join(' ');
    const threadsSelect = query(form, 'select[name=threads]', HTMLSelectElement);
    threadsSelect.disabled = !scenario; // one of the reader's own has a thread for each of its roles
    if (!scenario) return;
    offerDescriptorChoices(form, scenario);
    if (scenario.name === played) return;
    played = scenario.name;
    // Each scenario has threads and rounds of its own.
    const { minThreads, check } = scenario;
    const threads = Array.from({ length: check.maxThreads - minThreads + 1 }, (_, index) => String(minThreads + index));
    offer(form, 'threads', [...threads, 'any']);
    query(form, 'select[name=threads]', HTMLSelectElement).value = String(check.threads);
    roundsIn(form).value = String(check.rounds ?? 1);
  };
  form.addEventListener('change', follow);
  follow();
}

function roundsIn(root: HTMLElement): HTMLInputElement {
  return query(root, 'input[name=rounds]', HTMLInputElement);
}

/** Returns what is chosen in `root` now. */
export function chosenCheck(root: HTMLElement): CheckRequest {
  return chosenIn(root, checkOptions);
}
