// Forms of options: a select for each, named as its flag, and what is chosen.

import { groupBy } from '../../../analysis/group-by.js';
import { type AnyOption, flagName, type RequestOf, type Table } from '../../../options/option.js';
import { stallFrom } from '../../../options/stall.js';
import type { AnyValue } from '../../../options/value.js';
import { html, type Markup } from '../../../report/markup.js';
import { query } from './elements.js';

export interface Choice {
  readonly value: string;
  readonly text?: string;
  /** Those of one group stand together. */
  readonly group?: string;
}

/** Choices of the names of `items`. */
export function named(items: readonly { readonly name: string }[]): Choice[] {
  return items.map(({ name }) => ({ value: name }));
}

/** A select under its label. `name` is how choiceOf() finds it. */
export function select(name: string, label: string, choices: readonly Choice[], chosen: string): Markup {
  const options = (those: readonly Choice[]): Markup[] =>
    those.map(({ value, text = value }) =>
      value === chosen
        ? html`<option value="${value}" selected>${text}</option>`
        : html`<option value="${value}">${text}</option>`,
    );
  const grouped = groupBy(choices, ({ group }) => group ?? '').map((those) => {
    const [{ group } = { group: undefined }] = those;
    return group === undefined ? options(those) : html`<optgroup label="${group}">${options(those)}</optgroup>`;
  });
  return html`<label class="choice"><span>${label}</span><select name="${name}">${grouped}</select></label>`;
}

/** The name of the element in which `option` is chosen. */
export function elementName(option: AnyOption): string {
  return flagName(option).replace(/^--/, '');
}

/** A select for `option`: of all names that it may have, unless of `choices`; the default is chosen, unless `chosen`. */
export function optionSelect(
  option: AnyOption,
  choices: readonly Choice[] = 'names' in option.value ? option.value.names.map((value) => ({ value })) : [],
  chosen = String(option.default),
): Markup {
  return select(elementName(option), option.label ?? '', choices, chosen);
}

/** Returns what is chosen in the select of that name. */
export function choiceOf(form: ParentNode, name: string): string {
  return query(form, `select[name=${name}]`, HTMLSelectElement).value;
}

/** Returns what is chosen in `root` of the options of `table`. What is out of range is for the request to refuse. */
export function chosenIn<T extends Table>(root: ParentNode, table: T): RequestOf<T> {
  const chosen = Object.entries(table).flatMap(([key, option]) => {
    const name = elementName(option);
    const elements = name === '' ? [] : [...root.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
    const enabled = elements.filter(({ disabled }) => !disabled);
    if (enabled.length === 0) return [];
    const values = enabled.filter(({ type, checked }) => type !== 'checkbox' || checked).map(({ value }) => value);
    const { value } = option;
    return [
      [key, value.kind === 'list' ? values.map((text) => readAs(value.of, text)) : readAs(value, values[0] ?? '')],
    ];
  });
  return Object.fromEntries(chosen) as RequestOf<T>;
}

function readAs({ kind }: AnyValue, text: string): unknown {
  if (kind === 'stall') return stallFrom(text);
  if (text === 'any') return text; // number of threads
  return kind === 'whole' || kind === 'time' ? (text === '' ? Number.NaN : Number(text)) : text;
}

/** Gives the select of that name other choices; what was chosen stays so where it still can be. */
export function offer(form: ParentNode, name: string, values: readonly string[]): void {
  const element = query(form, `select[name=${name}]`, HTMLSelectElement);
  const { value } = element;
  element.replaceChildren(...values.map((one) => new Option(one, one)));
  element.value = values.includes(value) ? value : (values[0] ?? '');
}
