// Forms of options: a field for each, named as its flag, and what is chosen. What most leave as it is stands folded below
// the rest, with its choices in a line.

import { groupBy } from '../../../group-by.js';
import { type AnyOption, flagName, type RequestOf, type Table } from '../../../options/option.js';
import { stallFrom } from '../../../options/stall.js';
import type { AnyValue } from '../../../options/value.js';
import { html, type Markup } from '../../../report/markup.js';
import { isEnter, query } from './page.js';

export interface Choice {
  readonly value: string;
  readonly text?: string;
  /** Those of one group stand together. */
  readonly group?: string;
}

/** Returns a choice for each of `values`, which is called `text`. */
export function choicesOf<T>(values: readonly T[], text: (value: T) => string = String): Choice[] {
  return values.map((value) => ({ value: String(value), text: text(value) }));
}

/** A form of that name: `main` stands open, `more` is folded. */
export function optionForm(name: string, main: Markup | readonly Markup[], more: readonly Markup[]): Markup {
  return html`<form class="choices" aria-label="${name}"><div class="fields">${main}</div>
<details class="more"><summary>Settings: <span class="chosen"></span></summary><div class="fields">${more}</div><p class="notes about"></p></details></form>`;
}

/**
 * Has the settings of the form in `root` stand in their line, and Enter in any field be a click on `.start`. `follow` is
 * called with each change, and returns what the choices mean.
 */
export function bindForm(root: HTMLElement, follow: (form: HTMLFormElement) => string): void {
  const form = query(root, 'form.choices', HTMLFormElement);
  const show = (): void => {
    query(form, '.about', HTMLElement).textContent = follow(form);
    query(form, '.chosen', HTMLElement).textContent = fieldsIn(query(form, '.more', HTMLElement))
      .map((field) => `${labelOf(field)}: ${'selectedOptions' in field ? field.selectedOptions[0]?.text : field.value}`)
      .join(' · ');
  };
  form.addEventListener('change', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!isEnter(event) || !(target instanceof HTMLSelectElement || target instanceof HTMLInputElement)) return;
    event.preventDefault();
    form.dispatchEvent(new Event('change', { bubbles: true })); // of a number that was being typed
    query(root, '.start', HTMLButtonElement).click();
  });
  show();
}

export type Field = HTMLInputElement | HTMLSelectElement;

/** Returns the fields in `root` that can be chosen now. */
export function fieldsIn(root: ParentNode): Field[] {
  return [...root.querySelectorAll<Field>('select[name], input[name]')].filter(({ disabled }) => !disabled);
}

export function labelOf(field: Field): string {
  return field.closest('.choice, fieldset')?.querySelector('span, legend')?.textContent ?? field.name;
}

/** A select under its label. `name` is how choiceOf() finds it. */
export function select(name: string, label: string, choices: readonly Choice[], chosen: string): Markup {
  const options = (those: readonly Choice[]): Markup[] =>
    those.map(
      ({ value, text = value }) =>
        html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
    );
  const grouped = groupBy(choices, ({ group }) => group ?? '').map((those) => {
    const [{ group } = { group: undefined }] = those;
    return group === undefined ? options(those) : html`<optgroup label="${group}">${options(those)}</optgroup>`;
  });
  return html`<label class="choice"><span>${label}</span><select name="${name}">${grouped}</select></label>`;
}

/** The name of the element in which `option` is chosen. */
function elementName(option: AnyOption): string {
  return flagName(option).replace(/^--/, '');
}

/** A select for `option`: the default is chosen, unless `chosen`. */
export function optionSelect(option: AnyOption, choices: readonly Choice[], chosen = String(option.default)): Markup {
  return select(elementName(option), option.label ?? '', choices, chosen);
}

/** Returns what is chosen in the select of that name. */
export function choiceOf(form: ParentNode, name: string): string {
  return query(form, `select[name=${name}]`, HTMLSelectElement).value;
}

/** Returns what is chosen in `root`, by the names of its fields. Boxes of one name are one choice, with commas between. */
export function choicesIn(root: ParentNode): Record<string, string> {
  const choices: Record<string, string> = {};
  for (const field of fieldsIn(root)) {
    const { name, value, type } = field;
    if (type !== 'checkbox') choices[name] = value;
    else choices[name] = listed(choices[name], (field as HTMLInputElement).checked ? value : '').join();
  }
  return choices;
}

/** Returns the values of boxes in a choice, or several of them. */
export function listed(...choices: readonly (string | undefined)[]): string[] {
  return choices.join().split(',').filter(Boolean);
}

/** Returns what is chosen in `root` of the options of `table`. What is out of range is for the request to refuse. */
export function chosenIn<T extends Table>(root: ParentNode, table: T): RequestOf<T> {
  const choices = choicesIn(root);
  const chosen = Object.entries(table).flatMap(([key, option]) => {
    const text = choices[elementName(option)];
    return text === undefined ? [] : [[key, readAs(option.value, text)]];
  });
  return Object.fromEntries(chosen) as RequestOf<T>;
}

function readAs(value: AnyValue, text: string): unknown {
  if (value.kind === 'list') return listed(text).map((one) => readAs(value.of, one));
  if (value.kind === 'stall') return stallFrom(text);
  if (text === 'any') return text; // number of threads
  return value.kind === 'whole' || value.kind === 'time' ? (text === '' ? Number.NaN : Number(text)) : text;
}

/** Gives the select of that name other choices; what was chosen stays so where it still can be. */
export function offer(form: ParentNode, name: string, values: readonly string[]): void {
  const element = query(form, `select[name=${name}]`, HTMLSelectElement);
  const { value } = element;
  element.replaceChildren(...values.map((one) => new Option(one === 'any' ? 'any number' : one, one)));
  element.value = values.includes(value) ? value : (values[0] ?? '');
}
