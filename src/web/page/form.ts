// Choices of the reader: selects with a name each, in a form.

import { html, type Markup } from '../../report/html/markup.js';
import { query } from './elements.js';

export interface Choice {
  readonly value: string;
  readonly text?: string;
}

/** When a destroyer finds out of what type its page is. */
export const DESTRUCTORS: readonly Choice[] = [
  { value: 'captured', text: 'captured' },
  { value: 'looked-up', text: 'looked up' },
];

/** Choices of the names of `items`. */
export function named(items: readonly { readonly name: string }[]): Choice[] {
  return items.map(({ name }) => ({ value: name }));
}

/** A select under its label. `name` is how choiceOf() finds it. */
export function select(name: string, label: string, choices: readonly Choice[], chosen: string): Markup {
  const options = choices.map(({ value, text = value }) =>
    value === chosen
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`,
  );
  return html`<label class="choice"><span>${label}</span><select name="${name}">${options}</select></label>`;
}

/** What is chosen in the select of that name. */
export function choiceOf(form: ParentNode, name: string): string {
  return query(form, `select[name=${name}]`, HTMLSelectElement).value;
}

/** Gives the select of that name other choices; what was chosen stays so where it still can be. */
export function offer(form: ParentNode, name: string, values: readonly string[]): void {
  const element = query(form, `select[name=${name}]`, HTMLSelectElement);
  const { value } = element;
  element.replaceChildren(...values.map((one) => new Option(one, one)));
  element.value = values.includes(value) ? value : (values[0] ?? '');
}
