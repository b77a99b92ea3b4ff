// What is to be checked: a form, and the request that it stands for.

import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/html/markup.js';
import { MEMORY_NAMES } from '../../../report/html/player.js';
import { type CheckRequest, MAX_ROUNDS, MEMORY_MODELS } from '../../../requests/check-request.js';
import type { CheckConfig } from '../../../results/check-result.js';
import { type Scenario, scenarios } from '../../../scenarios/index.js';
import { query } from '../elements.js';

/** What the form begins with: the report's question. */
const FIRST = { protocol: 'v4', scenario: 'email' };

const DESTRUCTORS: Readonly<Record<CheckConfig['dtor'], string>> = {
  captured: 'captured before the put',
  'looked-up': 'looked up by the destroyer',
};

export function settingsMarkup(): Markup {
  const named = (mutant: boolean): Markup[] =>
    protocols.filter((entry) => entry.mutant === mutant).map(({ name }) => option(name, name, FIRST.protocol));
  return html`<form class="settings" aria-label="What to check">
<label>Protocol <select name="protocol"><optgroup label="designs">${named(false)}</optgroup><optgroup label="broken on purpose">${named(true)}</optgroup></select></label>
<label>Scenario <select name="scenario">${scenarios.map(({ name }) => option(name, name, FIRST.scenario))}</select></label>
<label>Memory <select name="memory">${MEMORY_MODELS.map((memory) => option(memory, MEMORY_NAMES[memory], 'sc'))}</select></label>
<label>Destructor <select name="dtor">${Object.entries(DESTRUCTORS).map(([value, text]) => option(value, text, 'captured'))}</select></label>
<label>Threads <input name="threads" type="number" step="1" required></label>
<label>Rounds <input name="rounds" type="number" min="1" max="${MAX_ROUNDS}" step="1" required></label>
<p class="about"></p></form>`;
}

function option(value: string, text: string, chosen: string): Markup {
  return html`<option value="${value}" ${value === chosen && html`selected`}>${text}</option>`;
}

/** Lets the form say what its choices are about, and give each scenario its own threads and rounds. */
export function setUpSettings(form: HTMLFormElement): void {
  const tell = (): void => {
    const { description } = scenarioIn(form);
    const about = protocols.find(({ name }) => name === chosenIn(form, 'protocol'))?.description;
    query(form, '.about', HTMLElement).textContent = `${chosenIn(form, 'protocol')}: ${about}. ${description}.`;
  };
  query(form, '[name=scenario]', HTMLSelectElement).addEventListener('change', () => adapt(form));
  form.addEventListener('change', tell);
  form.addEventListener('submit', (event) => event.preventDefault());
  adapt(form);
  tell();
}

/** The threads and rounds of the scenario. */
function adapt(form: HTMLFormElement): void {
  const { minThreads, check } = scenarioIn(form);
  const threads = query(form, '[name=threads]', HTMLInputElement);
  threads.min = String(minThreads);
  threads.max = String(check.maxThreads);
  threads.value = String(check.threads);
  query(form, '[name=rounds]', HTMLInputElement).value = String(check.rounds ?? 1);
}

function scenarioIn(form: HTMLFormElement): Scenario {
  return scenarios.find(({ name }) => name === chosenIn(form, 'scenario')) as Scenario;
}

function chosenIn(form: HTMLFormElement, name: string): string {
  return String(new FormData(form).get(name) ?? '');
}

/** What the form asks for; what is out of range is for resolveCheck() to refuse. */
export function requestIn(form: HTMLFormElement): CheckRequest {
  const number = (name: string): number => Number(chosenIn(form, name) || Number.NaN);
  return {
    protocol: chosenIn(form, 'protocol'),
    scenario: chosenIn(form, 'scenario'),
    memory: chosenIn(form, 'memory') as CheckConfig['memory'],
    dtor: chosenIn(form, 'dtor') as CheckConfig['dtor'],
    threads: number('threads'),
    rounds: number('rounds'),
  };
}
