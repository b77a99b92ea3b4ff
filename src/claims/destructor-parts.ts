// What was said about the destructor: that it runs once, and which one it is.

import { alwaysHolds, canHappen } from './answers.js';
import type { Finding, Instruments, Parts } from './claim.js';
import { overflowOf } from './overflow.js';
import { breaking, commandsFor, everywhere } from './scenarios.js';
import { exhibit, explored, length, witnessOf } from './telling.js';

async function wrongTypeToday(instruments: Instruments): Promise<Finding> {
  const result = await instruments.check({ protocol: 'old', scenario: 'stale' });
  const durationMs = instruments.quick ? 500 : 2000;
  const raced = await instruments.race({ protocol: 'old', scenario: 'stale', durationMs });
  const witness = witnessOf(result, 'typeConfusionStaleGet');
  return {
    ...canHappen(witness !== undefined, result.complete),
    strength: 'explored',
    evidence: witness
      ? `old: a stale get lands on the page after it became one of type Y, its put is the last one, and the destroyer acts on its own belief (${length(witness)}; ${raced.violations.typeConfusion.staleGet} times in ${durationMs / 1000} s of racing). It is not v4's stolen free: old has ${raced.violations.stolenFree > 0 ? 'some' : 'none'}`
      : 'old never runs a wrong destructor',
    bound: explored(result),
    commands: [
      'reftorture check --protocol old --scenario stale',
      `reftorture race --protocol old --scenario stale --duration ${durationMs}ms`,
    ],
    ...exhibit(result, 'typeConfusionStaleGet'),
  };
}

async function wrongTypeLookedUp(instruments: Instruments): Promise<Finding> {
  const result = await instruments.check({ protocol: 'old', scenario: 'stale', dtor: 'looked-up' });
  const witness = witnessOf(result, 'typeConfusionStaleGet');
  return {
    ...canHappen(witness !== undefined, result.complete),
    strength: 'explored',
    evidence: witness
      ? `old runs a wrong destructor even so (${length(witness)})`
      : 'old: whoever put last asks the page, and the page says Y',
    bound: explored(result),
    commands: ['reftorture check --protocol old --scenario stale --dtor looked-up'],
    ...exhibit(result, 'typeConfusionStaleGet'),
  };
}

async function oncePerLife(instruments: Instruments): Promise<Finding> {
  const found = await everywhere(instruments, { protocol: 'v4' });
  const broken = breaking(found, ['doubleFree', 'leak']);
  const stolen = breaking(found, ['stolenFree']);
  return {
    ...alwaysHolds(broken.length > 0, found.complete),
    strength: 'explored',
    evidence:
      broken.length > 0
        ? `not in ${broken.join(', ')}`
        : `v4: each life of a page ends with one destructor, no double free and no leak; by another put than its own in ${stolen.join(', ') || 'no scenario'}`,
    bound: found.bound,
    commands: commandsFor('--protocol v4 --property doubleFree,leak'),
  };
}

async function ofThePage(instruments: Instruments): Promise<Finding> {
  const found = await everywhere(instruments, { protocol: 'v4', dtor: 'looked-up' });
  const broken = breaking(found, ['typeConfusionStolenFree', 'typeConfusionStaleGet']);
  return {
    ...alwaysHolds(broken.length > 0, found.complete),
    strength: 'explored',
    evidence:
      broken.length > 0
        ? `v4: the wrong one in ${broken.join(', ')}`
        : 'v4: with the type read from the page after step 2 it is always the right one, whoever won; for weak memory see C6',
    bound: found.bound,
    commands: commandsFor('--protocol v4 --dtor looked-up'),
  };
}

async function upToOverflow(instruments: Instruments): Promise<Finding> {
  const { answer, sentence, ...rest } = await overflowOf(instruments, 'v4');
  return { ...answer, strength: 'explored', evidence: `v4: ${sentence}`, ...rest };
}

export const destructorParts: Parts = {
  C7: [
    {
      label: 'own belief',
      question: 'Can old run a wrong destructor, if the destroyer acts on its own belief?',
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
