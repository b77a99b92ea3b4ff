// Choices for scenarios whose counts lie in descriptors: how their memory comes back, and where read-side sections lie.

import { descriptorOptions, rolesUse } from '../../../options/shared.js';
import { html, type Markup } from '../../../report/markup.js';
import { type Reclaim, waitsForSections } from '../../../scenarios/reclaim.js';
import type { Scenario } from '../../../scenarios/scenario.js';
import { query } from './elements.js';
import { choiceOf, optionSelect } from './form.js';

export function descriptorChoices(): Markup {
  return html`${optionSelect(descriptorOptions.reclaim)}
${optionSelect(descriptorOptions.section)}`;
}

/** Shows in `form` what does something in `scenario`. */
export function offerDescriptorChoices(form: HTMLElement, scenario: Scenario): void {
  const counts = rolesUse('reclaim', scenario.roles(scenario.minThreads));
  show(form, 'reclaim', counts);
  show(form, 'section', counts && waitsForSections(choiceOf(form, 'reclaim') as Reclaim));
}

function show(form: HTMLElement, name: string, shown: boolean): void {
  const element = query(form, `select[name=${name}]`, HTMLSelectElement);
  element.disabled = !shown;
  const label = element.closest('label');
  if (label) label.hidden = !shown;
}
