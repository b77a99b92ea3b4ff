// Of scenarios whose counts lie in descriptors: how their memory comes back, and where read-side sections lie.

import { html, type Markup } from '../../report/html/markup.js';
import { isHeeded } from '../../requests/inapplicable-options.js';
import {
  type DescriptorOptions,
  RECLAIMS,
  type Reclaim,
  SECTIONS,
  type Section,
  waitsForSections,
} from '../../scenarios/reclaim.js';
import type { Scenario } from '../../scenarios/scenario.js';
import { query } from './elements.js';
import { choiceOf, select } from './form.js';

export function descriptorChoices(): Markup {
  const [reclaim = '', section = ''] = [RECLAIMS[0], SECTIONS[0]];
  return html`${select('reclaim', 'Reclaim', named(RECLAIMS), reclaim)}
${select('section', 'Read-side section', named(SECTIONS), section)}`;
}

const named = (names: readonly string[]): { value: string }[] => names.map((value) => ({ value }));

/** Shows in `form` what does something in `scenario`. */
export function offerDescriptorChoices(form: HTMLElement, scenario: Scenario): void {
  const counts = isHeeded('reclaim', scenario.roles(scenario.minThreads));
  show(form, 'reclaim', counts);
  show(form, 'section', counts && waitsForSections(choiceOf(form, 'reclaim') as Reclaim));
}

function show(form: HTMLElement, name: string, shown: boolean): void {
  const element = query(form, `select[name=${name}]`, HTMLSelectElement);
  element.disabled = !shown;
  const label = element.closest('label');
  if (label) label.hidden = !shown;
}

/** What is chosen in `root` of that which is shown. */
export function chosenDescriptors(root: HTMLElement): DescriptorOptions {
  const shown = (name: string): boolean => !query(root, `select[name=${name}]`, HTMLSelectElement).disabled;
  return {
    ...(shown('reclaim') && { reclaim: choiceOf(root, 'reclaim') as Reclaim }),
    ...(shown('section') && { section: choiceOf(root, 'section') as Section }),
  };
}
