// What the reader chooses to check.

import { MEMORY_MODELS, type MemoryModelName } from '../../../memory-facts.js';
import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/html/markup.js';
import { MEMORY_NAMES } from '../../../report/html/player.js';
import { type CheckRequest, MAX_ROUNDS } from '../../../requests/check-request.js';
import { scenarios } from '../../../scenarios/index.js';
import type { DestructorPolicy } from '../../../violations/words.js';
import { chosenDescriptors, descriptorChoices, offerDescriptorChoices } from '../descriptors.js';
import { query } from '../elements.js';
import { choiceOf, DESTRUCTORS, named, offer, select } from '../form.js';

export function settings(): Markup {
  const memories = MEMORY_MODELS.map((value) => ({ value, text: MEMORY_NAMES[value] }));
  return html`<form class="choices" aria-label="What is checked">
${select('protocol', 'Protocol', named(protocols), 'v4')}
${select('scenario', 'Scenario', named(scenarios), 'email')}
${descriptorChoices()}
${select('memory', 'Memory', memories, 'sc')}
${select('dtor', 'Destructor', DESTRUCTORS, 'captured')}
${select('threads', 'Threads', [], '')}
<label class="choice"><span>Rounds</span><input name="rounds" type="number" min="1" max="${MAX_ROUNDS}" step="1"></label>
</form><p class="notes about"></p>`;
}

/** Has the choices of `root` follow each other, and say what they mean. */
export function bindSettings(root: HTMLElement): void {
  const form = query(root, 'form.choices', HTMLFormElement);
  form.addEventListener('submit', (event) => event.preventDefault());
  let played: string | undefined;
  const follow = (): void => {
    const protocol = protocols.find(({ name }) => name === choiceOf(form, 'protocol'));
    const scenario = scenarios.find(({ name }) => name === choiceOf(form, 'scenario'));
    if (!protocol || !scenario) return;
    const about = query(root, '.about', HTMLElement);
    about.textContent = `${protocol.name}: ${protocol.description}. ${scenario.name}: ${scenario.description}.`;
    offerDescriptorChoices(form, scenario);
    if (scenario.name === played) return;
    played = scenario.name;
    // Each scenario has threads and rounds of its own.
    const { minThreads, check } = scenario;
    const threads = Array.from({ length: check.maxThreads - minThreads + 1 }, (_, index) => String(minThreads + index));
    offer(form, 'threads', threads);
    query(form, 'select[name=threads]', HTMLSelectElement).value = String(check.threads);
    roundsIn(form).value = String(check.rounds ?? 1);
  };
  form.addEventListener('change', follow);
  follow();
}

function roundsIn(root: HTMLElement): HTMLInputElement {
  return query(root, 'input[name=rounds]', HTMLInputElement);
}

/** What is chosen in `root` now. What is out of range is for resolveCheck() to refuse. */
export function chosenCheck(root: HTMLElement): CheckRequest {
  return {
    protocol: choiceOf(root, 'protocol'),
    scenario: choiceOf(root, 'scenario'),
    memory: choiceOf(root, 'memory') as MemoryModelName,
    dtor: choiceOf(root, 'dtor') as DestructorPolicy,
    threads: Number(choiceOf(root, 'threads')),
    rounds: roundsIn(root).valueAsNumber,
    ...chosenDescriptors(root),
  };
}
