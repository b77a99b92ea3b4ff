// Answers about a count of 0: who can take it, what would avoid it, and what must not be done about it.

import { propertiesThatAre } from '../results/verdicts.js';
import { type Property, violations } from '../violations/table.js';
import { alwaysHolds, canHappen } from './answers.js';
import { answerFromCheck, askEverywhere } from './checks.js';
import type { Instruments, Parts, SettledPart } from './claim.js';
import { overflowOf } from './overflow-parts.js';
import { explored, length, witnessEvidence, witnessOf } from './wording.js';

/** A get on 0 would be a use after free or a double free somewhere. */
function oldTakesZero(instruments: Instruments): Promise<SettledPart> {
  return askEverywhere(instruments, {
    request: { protocol: 'old' },
    properties: violations,
    options: '--protocol old',
    decide: canHappen,
    broken: (scenarios) => `old breaks a lifetime in ${scenarios}`,
    holds: () =>
      'old: its tryGet gives up at 0; a get that took it would be a use after free or a double free, and there is none',
  });
}

async function v4TakesZero(instruments: Instruments): Promise<SettledPart> {
  const result = await instruments.check({ protocol: 'v4', scenario: 'email' });
  const took = witnessOf(result, 'stolenFree')?.steps.find(
    ({ path, operation, before, after }) =>
      path.includes('tryGet') && operation === 'fetchAdd' && before === 0 && after === 1,
  );
  return {
    ...canHappen(took !== undefined, result.complete),
    strength: 'explored',
    evidence: took
      ? `v4: tryGet takes [0 -> 1] at ${took.source}: 0 is no longer the dead state but the one between steps 1 and 2, and its add succeeds unless the bit is set`
      : 'v4: no get took a 0 that we saw',
    bound: explored(result),
    commands: ['reftorture check --protocol v4 --scenario email'],
    ...witnessEvidence(result, 'stolenFree'),
  };
}

function freezeFirstLives(instruments: Instruments): Promise<SettledPart> {
  return askEverywhere(instruments, {
    request: { protocol: 'freeze-first' },
    properties: violations,
    options: '--protocol freeze-first',
    decide: alwaysHolds,
    broken: (scenarios) => `violated in ${scenarios}`,
    holds: ({ results }) =>
      `freeze-first: no violation in any of ${results.length} scenarios: the last put goes from 1 to frozen in one access, so there is no window; its price is a CAS loop in put`,
  });
}

async function freezeFirstOverflow(instruments: Instruments): Promise<SettledPart> {
  const { answer, sentence, ...rest } = await overflowOf(instruments, 'freeze-first');
  return { ...answer, strength: 'explored', evidence: `freeze-first, as v4: ${sentence}`, ...rest };
}

/** Answers whether `protocol` violates `property` in the reported scenario. */
function shows(instruments: Instruments, protocol: string, property: Property, meaning: string): Promise<SettledPart> {
  return answerFromCheck(instruments, {
    request: { protocol, scenario: 'email' },
    property,
    decide: canHappen,
    seen: (witness, result) =>
      `${protocol}: ${meaning} (${property}: ${length(witness)}); violated: ${propertiesThatAre('violated', result).join(', ')}`,
    unseen: `${protocol}: no ${property}`,
    command: `reftorture check --protocol ${protocol} --scenario email --property ${property}`,
  });
}

export const zeroParts: Parts = {
  C3: [
    { label: 'old', question: 'Does a get take a count of 0 under old?', settle: oldTakesZero },
    { label: 'v4', question: 'Under v4?', settle: v4TakesZero },
  ],
  C4: [
    { label: 'lifetimes', question: 'Are all lifetimes right if the page is frozen first?', settle: freezeFirstLives },
    { label: 'bit', question: 'Does the bit of a free page stay under it?', settle: freezeFirstOverflow },
  ],
  C12: [
    {
      label: 'fails',
      question: 'Does a plain atomic OR as step 2 fail?',
      settle: (instruments) =>
        shows(instruments, 'or-freeze', 'useAfterFree', 'the OR freezes a page that a get took back and still holds'),
    },
  ],
  C13: [
    {
      label: 'taken',
      question: 'Can a get take a page that rests at 0 without the bit?',
      settle: (instruments) =>
        shows(
          instruments,
          'zeroing-allocator',
          'useAfterFree',
          'a get succeeds on a page that is in the allocator; v4 itself leaves the bit on every page that it frees',
        ),
    },
  ],
};
