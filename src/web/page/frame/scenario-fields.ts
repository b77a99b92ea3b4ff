// Fields of what races or is checked: protocol, scenario, and how descriptors are used where it has any.

import { descriptorOptions, protocol, rolesUse, scenario } from '../../../options/shared.js';
import { protocols } from '../../../protocols/index.js';
import type { Markup } from '../../../report/markup.js';
import { scenarios } from '../../../scenarios/index.js';
import { type Reclaim, waitsForSections } from '../../../scenarios/reclaim.js';
import type { Scenario } from '../../../scenarios/scenario.js';
import { choiceOf, optionSelect } from './form.js';
import { protocolChoices, reclaimChoices, scenarioChoices, scenarioName, sectionChoices } from './names.js';
import { query } from './page.js';

export const protocolField: Markup = optionSelect(protocol, protocolChoices);
export const scenarioField: Markup = optionSelect(scenario, scenarioChoices);
export const descriptorFields: readonly Markup[] = [
  optionSelect(descriptorOptions.reclaim, reclaimChoices),
  optionSelect(descriptorOptions.section, sectionChoices),
];

/** Returns the scenario that is chosen; undefined: one of the reader's own. Shows what does something in it. */
export function followScenario(form: HTMLFormElement): Scenario | undefined {
  const chosen = scenarios.find(({ name }) => name === choiceOf(form, 'scenario'));
  const counts = chosen !== undefined && rolesUse('reclaim', chosen.roles(chosen.minThreads));
  show(form, 'reclaim', counts);
  show(form, 'section', counts && waitsForSections(choiceOf(form, 'reclaim') as Reclaim));
  return chosen;
}

function show(form: HTMLFormElement, name: string, shown: boolean): void {
  const element = query(form, `select[name=${name}]`, HTMLSelectElement);
  element.disabled = !shown;
  const label = element.closest('label');
  if (label) label.hidden = !shown;
}

/** Returns what the chosen protocol and scenario are about. */
export function aboutChosen(form: HTMLFormElement): string {
  const name = form.querySelector<HTMLSelectElement>('select[name=protocol]')?.value;
  const chosen = protocols.find((one) => one.name === name);
  const played = scenarios.find((one) => one.name === choiceOf(form, 'scenario'));
  const about = chosen ? `${chosen.name}: ${chosen.description}. ` : '';
  return played ? `${about}${scenarioName(played.name)}: ${played.description}.` : about.trimEnd();
}
