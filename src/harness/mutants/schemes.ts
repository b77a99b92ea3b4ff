// Ways in which memory of descriptors comes back, under a protocol that is sound: those that keep it for whoever is about to
// touch it, and mistakes in each part of the epoch scheme (src/pages/epochs.ts) and in its use.

import type { SchemeRow } from '../../results/mutants-result.js';
import type { Reclaim, Section } from '../../scenarios/reclaim.js';
import { checked, raced } from './mutants.js';

export interface Scheme {
  readonly reclaim: Reclaim;
  readonly section: Section;
  readonly sound: boolean;
}

export const SCHEMES: readonly Scheme[] = [
  { reclaim: 'grace', section: 'put-outside', sound: true },
  { reclaim: 'grace', section: 'put-inside', sound: true },
  // The recheck compares addresses, and whoever got the descriptor keeps it.
  { reclaim: 'grace', section: 'before-recheck', sound: true },
  { reclaim: 'grace-but-one', section: 'put-outside', sound: false },
  { reclaim: 'grace', section: 'before-get', sound: false },
  { reclaim: 'grace', section: 'none', sound: false },
];

/** Whose own count is beyond doubt, and which never touches a word after its put. */
const PROTOCOL = 'old';
const SCENARIOS: readonly string[] = ['folio-email', 'folio-walker', 'folio-index'];

export async function schemeRowOf(
  { reclaim, section, sound }: Scheme,
  options: { readonly durationMs: number; readonly signal?: AbortSignal | undefined },
): Promise<SchemeRow> {
  const request = { protocol: PROTOCOL, reclaim, section };
  const [first = ''] = SCENARIOS;
  return {
    ...request,
    sound,
    check: sound
      ? await checked(
          SCENARIOS.map((scenario) => ({ ...request, scenario })),
          options.signal,
        )
      : await checked([{ ...request, scenario: first }], options.signal, first),
    race: await raced(request, SCENARIOS, options),
  };
}
