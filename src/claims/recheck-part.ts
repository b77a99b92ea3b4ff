// Whether a get that took the staged 0 can pass its recheck.

import { undecided } from './answers.js';
import type { Finding, Instruments, Part } from './claim.js';
import { violated } from './instruments.js';
import { exhibit, explored, failedRecheckOf, length, witnessOf } from './telling.js';

/** Decided for one schedule, which is no decision. */
async function failsRecheck(instruments: Instruments): Promise<Finding> {
  const early = await instruments.check({ protocol: 'v4', scenario: 'getters', unmap: 'before-put' });
  const late = await instruments.check({ protocol: 'v4', scenario: 'getters', unmap: 'after-put' });
  const witness = witnessOf(early, 'stolenFree');
  return {
    ...undecided('shown for one schedule only'),
    strength: 'explored',
    evidence:
      witness && failedRecheckOf(witness)
        ? `on the shortest way to a stolen free through the index the get that took the 0 fails its recheck (${length(witness)})`
        : 'no get that took the 0 and then failed its recheck was seen',
    details: [`with pages unmapped after the put instead: ${violated(late).join(', ') || 'no violation'}`],
    bound: explored(early),
    commands: ['reftorture check --protocol v4 --scenario getters --property stolenFree'],
    ...exhibit(early, 'stolenFree'),
  };
}

export const recheckPart: Part = {
  id: 'a',
  question: 'Does every get that took the staged 0 fail its recheck, if pages are unmapped first?',
  settle: failsRecheck,
};
