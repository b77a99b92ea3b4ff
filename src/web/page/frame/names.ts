// Names of choices for readers who do not know the command line.

import { stallAsTyped, stallInWords } from '../../../analysis/stall-words.js';
import type { Stall } from '../../../options/stall.js';
import { protocols } from '../../../protocols/index.js';
import { scenarios } from '../../../scenarios/index.js';
import { rounded } from '../../../statistics/digits.js';
import type { Choice } from './form.js';

/** Groups of protocols, and who is in them; mutants are the last group, and all others are designs. */
const GROUPS: readonly (readonly [group: string, names: readonly string[]])[] = [
  ['Linux today', ['old']],
  ['Proposed', ['v4', 'v5', 'v4-rfc']],
  ['Fixes', ['freeze-first', 'assume-one', 'inverted-bit', 'v4-generation', 'v4-acquire', 'v4-full']],
];
const DESIGNS = 'Other designs';
const BROKEN = 'Broken on purpose';
const ORDER = [...GROUPS.map(([group]) => group), DESIGNS, BROKEN];

/** Returns every protocol in its group, with half a line on each. */
export function protocolChoices(): Choice[] {
  const choices = protocols.map(({ name, description, mutant }) => ({
    value: name,
    text: `${name}: ${description.replace(/^mutant of /, '')}`,
    group: mutant ? BROKEN : (GROUPS.find(([, names]) => names.includes(name))?.[0] ?? DESIGNS),
  }));
  return ORDER.flatMap((group) => choices.filter((choice) => choice.group === group));
}

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

export function scenarioChoices(): Choice[] {
  return scenarios.map(({ name }) => ({ value: name, text: scenarioName(name) }));
}

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

export const DESTRUCTORS: readonly Choice[] = [
  { value: 'captured', text: 'of the type that the last user knew' },
  { value: 'looked-up', text: 'of the type that the page names then' },
];

const ENGINES: Readonly<Record<string, string>> = { wasm: 'WebAssembly', js: 'JavaScript' };

export function engineChoices(engines: readonly string[]): Choice[] {
  return engines.map((value) => ({ value, text: ENGINES[value] ?? value }));
}
