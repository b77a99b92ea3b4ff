// Answers about the destructor: that it runs once, and which one runs.

import { alwaysHolds, canHappen } from './answers.js';
import { answerFromCheck, askEverywhere, breaking } from './checks.js';
import type { Instruments, Parts, SettledPart } from './claim.js';
import { overflowOf } from './overflow-parts.js';
import { explored, length, witnessEvidence, witnessOf } from './wording.js';

async function wrongTypeToday(instruments: Instruments): Promise<SettledPart> {
  const property = 'typeConfusionStaleGet';
  const result = await instruments.check({ protocol: 'old', scenario: 'stale' }, { properties: [property] });
  const durationMs = instruments.quick ? 500 : 2000;
  const raced = await instruments.race({ protocol: 'old', scenario: 'stale', durationMs });
  const witness = witnessOf(result, property);
  return {
    ...canHappen(witness !== undefined, result.complete),
    strength: 'explored',
    evidence: witness
      ? `old: a stale get lands on the page after it became one of type Y, its put is the last one, and the destroyer acts on its own belief (${length(witness)}; ${raced.violations.typeConfusionStaleGet} times in ${durationMs / 1000} s of racing). It is not v4's stolen free: old has ${raced.violations.stolenFree > 0 ? 'some' : 'none'}`
      : 'old never shows a type confusion',
    bound: explored(result),
    commands: [
      `reftorture check --protocol old --scenario stale --property ${property}`,
      `reftorture race --protocol old --scenario stale --duration ${durationMs}ms`,
    ],
    ...witnessEvidence(result, property),
  };
}

function wrongTypeLookedUp(instruments: Instruments): Promise<SettledPart> {
  return answerFromCheck(instruments, {
    request: { protocol: 'old', scenario: 'stale', dtor: 'looked-up' },
    property: 'typeConfusionStaleGet',
    decide: canHappen,
    seen: (witness) => `old shows a type confusion even so (${length(witness)})`,
    unseen: 'old: whoever put last asks the page, and the page says Y',
    command: 'reftorture check --protocol old --scenario stale --dtor looked-up',
  });
}

function oncePerLife(instruments: Instruments): Promise<SettledPart> {
  return askEverywhere(instruments, {
    request: { protocol: 'v4' },
    properties: ['doubleFree', 'leak'],
    options: '--protocol v4 --property doubleFree,leak',
    decide: alwaysHolds,
    broken: (scenarios) => `not in ${scenarios}`,
    holds: (found) =>
      `v4: each life of a page ends with one destructor, no double free and no leak; by another put than its own in ${breaking(found, ['stolenFree']).join(', ') || 'no scenario'}`,
  });
}

function ofThePage(instruments: Instruments): Promise<SettledPart> {
  return askEverywhere(instruments, {
    request: { protocol: 'v4', dtor: 'looked-up' },
    properties: ['typeConfusionStolenFree', 'typeConfusionStaleGet'],
    options: '--protocol v4 --dtor looked-up',
    decide: alwaysHolds,
    broken: (scenarios) => `v4: the wrong one in ${scenarios}`,
    holds: () =>
      'v4: with the type read from the page after step 2 it is always the right one, whoever won; for weak memory see C6',
  });
}

async function upToOverflow(instruments: Instruments): Promise<SettledPart> {
  const { answer, sentence, ...rest } = await overflowOf(instruments, 'v4');
  return { ...answer, strength: 'explored', evidence: `v4: ${sentence}`, ...rest };
}

export const destructorParts: Parts = {
  C7: [
    {
      label: 'own belief',
      question: 'Can old show a type confusion, if the destroyer acts on its own belief?',
      settle: wrongTypeToday,
    },
    { label: 'looked up', question: 'Still, if the type is looked up on the page?', settle: wrongTypeLookedUp },
  ],
  C8: [
    { label: 'once', question: 'Does the destructor run exactly once per life under v4?', settle: oncePerLife },
    { label: 'right', question: 'With the type of the page, is it the right one?', settle: ofThePage },
    {
      label: 'bit',
      question: 'Does that outlast failed gets, that is, does the bit of a free page stay?',
      settle: upToOverflow,
    },
  ],
};
