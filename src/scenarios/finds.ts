// Reach of each scenario: the protocols that a check of it, with nothing but its name and the protocol's,
// finds violated. The destructor policy makes no difference. tests/protocols/verdicts.test.ts holds it.

import { protocols } from '../protocols/index.js';

const BROKEN = protocols.filter(({ sound }) => !sound).map(({ name }) => name);

/** By name of the scenario: the protocols that it finds, where those are fewer than the others. */
const FINDS: Readonly<Record<string, string>> = {
  'two-puts': 'forgot-step-2 split-put count-off-by-one biased-plain',
  allocator: 'forgot-step-2',
};

/** By name of the scenario: the broken protocols that it misses. A new one counts as found, until it is told here. */
const MISSES: Readonly<Record<string, string>> = {
  mixed: 'v4-generation plain-init-before-type',
  email: 'v4-generation plain-init-before-type count-off-by-one biased-plain',
  stale: 'v4-generation plain-init-before-type biased-plain',
  getters: 'v4-generation plain-init-before-type biased-plain',
  recheck: 'v4-generation plain-init-before-type biased-plain',
  pin: 'v4-generation plain-init-before-type biased-plain',
  'late-pin': `v4 v5 inverted-bit v4-acquire v4-full v4-generation v4-rfc sticky no-reset v4-blind-loop
    plain-init-before-type count-off-by-one biased-plain`,
  freezer: `v4 v5 inverted-bit v4-acquire v4-full v4-generation v4-rfc sticky no-reset v4-blind-loop
    plain-init-before-type biased-plain`,
  overflow: 'plain-init-before-type count-off-by-one biased-plain',
  walker: 'v4-generation biased-plain',
  'folio-email': 'v4-generation plain-init-before-type biased-plain',
  'folio-walker': 'v4-generation biased-plain',
  'folio-index': 'v4-generation plain-init-before-type biased-plain',
};

/**
 * The protocols that a check of `scenario` finds unless told otherwise, in the order of the registry; undefined for a
 * scenario of the user's own.
 */
export function findsOf(scenario: string): readonly string[] | undefined {
  const names = (of: Readonly<Record<string, string>>): string[] | undefined =>
    Object.hasOwn(of, scenario) ? of[scenario]?.split(/\s+/) : undefined;
  const missed = names(MISSES);
  return missed ? BROKEN.filter((name) => !missed.includes(name)) : names(FINDS);
}

/** Returns the number of the broken protocols in `finds`, and the shorter list: those, or the missing ones. */
export function reachWords(finds: readonly string[]): { found: string; which: string } {
  const missed = BROKEN.filter((name) => !finds.includes(name));
  const which = missed.length < finds.length ? `all but ${missed.join(', ')}` : finds.join(', ');
  return { found: `${finds.length} of ${BROKEN.length}`, which };
}
