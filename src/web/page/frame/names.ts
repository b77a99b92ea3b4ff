// Names of choices for readers who do not know the command line, and explanations of words: on hover and on focus.

import { stallAsTyped, stallInWords } from '../../../analysis/stall-words.js';
import type { Engine } from '../../../front-end/sources.js';
import type { Stall } from '../../../options/stall.js';
import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/markup.js';
import { scenarios } from '../../../scenarios/index.js';
import type { Reclaim, Section } from '../../../scenarios/reclaim.js';
import { workloads } from '../../../scenarios/workloads.js';
import { rounded } from '../../../statistics/digits.js';
import { type Choice, choicesOf } from './form.js';

const DESIGNS = 'Other designs';
const BROKEN = 'Broken on purpose';
/** Groups of protocols, and who is in them; mutants are the last group, and all others are designs. */
const GROUPS: readonly (readonly [group: string, names: readonly string[]])[] = [
  ['Linux today', ['old']],
  ['Proposed', ['v4', 'v5', 'v4-rfc']],
  ['Fixes', ['freeze-first', 'assume-one', 'inverted-bit', 'v4-generation', 'v4-acquire', 'v4-full']],
  [DESIGNS, []],
  [BROKEN, []],
];
const ORDER = GROUPS.map(([group]) => group);

/** Every protocol in its group, with half a line on each. */
export const protocolChoices: readonly Choice[] = protocols
  .map(({ name, description, mutant }) => ({
    value: name,
    text: `${name}: ${description.replace(/^mutant of /, '')}`,
    group: mutant ? BROKEN : (GROUPS.find(([, names]) => names.includes(name))?.[0] ?? DESIGNS),
  }))
  .sort((one, other) => ORDER.indexOf(one.group) - ORDER.indexOf(other.group));

const SCENARIOS: Readonly<Record<string, string>> = {
  mixed: 'Everything at random',
  email: "The mail's three threads",
  stale: 'A reader that comes late',
  'two-puts': 'Two puts at once',
  getters: 'Many readers',
  recheck: 'A reader that rechecks',
  pin: 'Several references at once',
  'late-pin': 'Late readers that take several',
  freezer: 'A migration against readers',
  allocator: 'Users of both types',
  overflow: 'Late readers, until it overflows',
  walker: 'A reader that finds pages by number',
  'folio-email': "The mail's threads, the count in a descriptor",
  'folio-walker': 'Pages by number, the count in a descriptor',
  'folio-index': 'Pages by index, the count in a descriptor',
};

export const scenarioChoices = choicesOf(namesOf(scenarios), scenarioName);

/** A scenario of the reader's own has its path for a name. */
export function scenarioName(name: string): string {
  return SCENARIOS[name] ?? name;
}

/** A round of a spin on the machines that we have seen. */
const US_PER_ROUND = 0.004;

export function stallChoice(stall: Stall): Choice {
  return { value: stallAsTyped(stall), text: stallText(stall) };
}

function stallText(stall: Stall): string {
  const { kind, amount } = stall;
  if (kind === 'none') return 'held up nowhere';
  if (kind === 'spin') return `held up about ${rounded(amount * US_PER_ROUND, 1)} µs`;
  if (kind === 'yield') return 'gives the core away';
  if (kind === 'sleep') return `asleep for ${amount} µs`;
  return kind === 'noise' ? 'held up anywhere, at random' : stallInWords(stall);
}

export const destructorChoices = named<'captured' | 'looked-up'>({
  captured: 'of the type that was captured',
  'looked-up': 'of the type that is looked up',
});

export const reclaimChoices = named<Reclaim>({
  'type-stable': 'is used again at once, as a descriptor',
  'at-once': 'is used again at once, as anything',
  grace: 'waits for a grace period',
  'grace-but-one': 'waits, but not for every thread',
});

export const sectionChoices = named<Section>({
  'put-outside': 'from the lookup to the recheck',
  'put-inside': 'from the lookup to the put',
  'before-recheck': 'from the lookup to the get',
  'before-get': 'in the lookup alone',
  none: 'nowhere',
});

const WORKLOADS: Readonly<Record<string, string>> = {
  shared: 'One page, all threads',
  read: 'Small reads of one file',
  private: 'A page for each thread',
  spread: 'Many pages, all equally often',
  'spread-zipf': 'Many pages, some far more often',
  'failed-get': 'Gets that fail',
  free: 'Frees of own pages',
  'free-contended': 'Frees among gets',
  churn: 'All that pages go through',
};

export const workloadChoices = choicesOf(namesOf(workloads), (name) => WORKLOADS[name] ?? name);

/** Of a browser. */
export const engineChoices = named<Exclude<Engine, 'native'>>({ wasm: 'WebAssembly', js: 'JavaScript' });

function named<Value extends string>(texts: Readonly<Record<Value, string>>): Choice[] {
  return choicesOf(Object.keys(texts), (value) => texts[value as Value]);
}

function namesOf(table: readonly { readonly name: string }[]): string[] {
  return table.map(({ name }) => name);
}

const WORDS = {
  page: 'A piece of memory, mostly of 4 KiB. The kernel counts who uses it, and frees it when nobody does.',
  'stolen free': 'A free that somebody completed who no longer owns the page: it is in use by somebody else meanwhile.',
  destructor: 'The code that cleans up after the use of a page. The wrong one corrupts the memory of its new user.',
  interleaving: 'An order in which the steps of the threads may happen.',
  witness: 'The steps that show a violation, in their order: as few of them as there can be.',
  'speed-up': 'How many times as much a protocol gets done as another one, in the same turn.',
} as const;

/** Returns `word` with its explanation. */
export function term(word: keyof typeof WORDS): Markup {
  return html`<span class="term" tabindex="0">${word}<span class="meaning" role="tooltip"><b>${word}</b>: ${WORDS[word]}</span></span>`;
}
