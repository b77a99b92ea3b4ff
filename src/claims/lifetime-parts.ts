// Answers from checks about lifetimes: the race itself, what notices it and what it needs; who can take a count of 0, and what
// would avoid it; which destructor runs, and how often.

import type { CheckResult } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { propertiesThatAre, witnessOf } from '../results/verdicts.js';
import { type Property, violations } from '../violations/table.js';
import {
  alwaysHolds,
  canHappen,
  explored,
  failedRecheckOf,
  length,
  NO,
  UNEXPLORED,
  undecided,
  witnessEvidence,
  YES,
  yesIf,
} from './answers.js';
import { breaking, byCheck, checkCommand, forAnyNumber, inEveryScenario, settledBy } from './checks.js';
import type { Instruments, Part, Parts, SettledPart } from './claim.js';
import { bitStays } from './overflow-parts.js';

const MODELS = ['sc', 'lkmm'] as const;

function rechecked(instruments: Instruments, unmap: 'before-put' | 'after-put'): Promise<CheckResult[]> {
  return Promise.all(MODELS.map((memory) => instruments.check({ protocol: 'v4', scenario: 'recheck', unmap, memory })));
}

function passes({ properties }: CheckResult): boolean {
  return properties.assertion === 'violated';
}

async function failsRecheck(instruments: Instruments): Promise<SettledPart> {
  const early = await rechecked(instruments, 'before-put');
  const late = await rechecked(instruments, 'after-put');
  const shown = early.find(passes) ?? early[0];
  const control = late.map((result) => witnessOf(result, 'assertion')).find((witness) => witness !== undefined);
  const part: SettledPart = {
    ...answerOf(early, late),
    strength: 'explored',
    evidence: early.some(passes)
      ? 'v4: a get that took the staged 0 found its page in the index'
      : `v4: no get that took the staged 0 found its page in the index, under sequential consistency and under the Linux-kernel model; with pages that leave the index after their put ${control ? `one does (${length(control)})` : 'none was seen to either'}`,
    details: [...early, ...late].map(
      (result) => `unmapped ${result.config.unmap}: ${passes(result) ? 'passed' : 'never passed'}; ${explored(result)}`,
    ),
    bound: early.map(explored).join('; '),
    commands: MODELS.map((memory) => checkCommand({ protocol: 'v4', scenario: 'recheck', memory }, ['assertion'])),
    ...(shown ? witnessEvidence(shown, 'assertion') : {}),
  };
  const request = { protocol: 'v4', scenario: 'recheck', unmap: 'before-put' } as const;
  return forAnyNumber(instruments, part, [request], early.slice(0, 1), ['assertion']);
}

function answerOf(early: readonly CheckResult[], late: readonly CheckResult[]): Answer {
  const [sequential] = early;
  if (sequential && passes(sequential)) return NO;
  if (!early.every((result) => result.complete || passes(result))) return UNEXPLORED;
  if (!late.every(passes)) return undecided('the control did not fail');
  return early.some(passes) ? yesIf('memory is sequentially consistent') : YES;
}

const REPLAYS = 10;

async function reported(instruments: Instruments): Promise<SettledPart> {
  const result = await instruments.check({ protocol: 'v4', scenario: 'email' });
  const witness = witnessOf(result, 'typeConfusionStolenFree');
  const forced = witness && (await instruments.replay(witness.token, REPLAYS));
  const agree = forced?.agreed === forced?.replays;
  return {
    ...(witness && !agree
      ? undecided(`${forced?.agreed} of ${forced?.replays} replays agree`)
      : canHappen(witness !== undefined, result.complete)),
    strength: 'replayed',
    evidence: witness
      ? `v4: shortest witness ${length(witness)}; forced onto real threads ${forced?.replays} times, ${forced?.agreed} agree`
      : 'v4: no such interleaving',
    bound: explored(result),
    commands: ['reftorture check --protocol v4 --scenario email'],
    ...witnessEvidence(result, 'typeConfusionStolenFree'),
  };
}

/** Step 2 that misses a reference which is still held destroys the page under its holder. */
const noticesWhileHeld = inEveryScenario({
  request: { protocol: 'v4' },
  properties: ['useAfterFree', 'doubleFree'],
  decide: alwaysHolds,
  broken: (scenarios) => `v4: a page is destroyed under its holder in ${scenarios}`,
  holds: (results) => `v4: step 2 never won while somebody held a reference, in any of ${results.length} scenarios`,
});

const noticesAfterwards = byCheck({
  request: { protocol: 'v4', scenario: 'email' },
  property: 'stolenFree',
  decide: alwaysHolds,
  seen: (witness) =>
    `v4: the word is 0 again, the zero of another generation, and step 2 wins on it (${length(witness)}); the sequence that he annotates in the same message is this one`,
  unseen: 'v4: step 2 never won on the zero of another generation',
});

const needsPassedRecheck = byCheck({
  request: { protocol: 'v4', scenario: 'getters' },
  property: 'stolenFree',
  decide: (seen) => (seen ? NO : undecided('no stolen free after a failed recheck was seen')),
  seen: (witness) =>
    failedRecheckOf(witness)
      ? `v4: a failed one is enough: a getter through the index takes the staged 0, its recheck fails, it puts, and a free is stolen (${length(witness)})`
      : undefined,
  unseen: 'v4: no stolen free by a getter whose recheck failed',
});

function putsAlone(instruments: Instruments): Promise<SettledPart> {
  const request = { protocol: 'v4', scenario: 'two-puts', rounds: instruments.quick ? 1 : 2 };
  return settledBy(instruments, [request], violations, ([result]) => {
    const found = propertiesThatAre('violated', result).filter((name) => name !== 'livelock');
    return {
      ...canHappen(found.length > 0, result.complete),
      evidence:
        found.length > 0
          ? `v4: two puts alone show ${found.join(', ')}`
          : 'v4: of two puts only the last one reaches 0, and without a get nobody takes that 0 back, so the other put never gets to step 2',
      bound: explored(result),
    };
  });
}

const putThatSleeps = byCheck({
  request: { protocol: 'v4', scenario: 'email' },
  property: 'stolenFree',
  decide: canHappen,
  seen: (witness) =>
    `v4: once a get has taken the 0 of the put that sleeps, two puts have reached 0, and it is as he says: one frees the page, the other wakes and frees the next one (${length(witness)}); that get may fail its recheck (C9)`,
  unseen: 'v4: no put freed a page of another generation',
});

/** A get on 0 would be a use after free or a double free somewhere. */
const oldTakesZero = inEveryScenario({
  request: { protocol: 'old' },
  properties: violations,
  decide: canHappen,
  broken: (scenarios) => `old breaks a lifetime in ${scenarios}`,
  holds: () =>
    'old: its tryGet gives up at 0; a get that took it would be a use after free or a double free, and there is none',
});

const v4TakesZero = byCheck({
  request: { protocol: 'v4', scenario: 'email' },
  property: 'stolenFree',
  decide: canHappen,
  seen: ({ steps }) => {
    const took = steps.find(
      ({ path, operation, before, after }) =>
        path.includes('tryGet') && operation === 'fetchAdd' && before === 0 && after === 1,
    );
    return (
      took &&
      `v4: tryGet takes [0 -> 1] at ${took.source}: 0 is no longer the dead state but the one between steps 1 and 2, and its add succeeds unless the bit is set`
    );
  },
  unseen: 'v4: no get took a 0 that we saw',
});

const freezeFirstLives = inEveryScenario({
  request: { protocol: 'freeze-first' },
  properties: violations,
  decide: alwaysHolds,
  broken: (scenarios) => `violated in ${scenarios}`,
  holds: (results) =>
    `freeze-first: no violation in any of ${results.length} scenarios: the last put goes from 1 to frozen in one access, so there is no window; its price is a CAS loop in put`,
});

/** Answers whether `protocol` violates `property` in the reported scenario. */
function shows(protocol: string, property: Property, meaning: string): Part['settle'] {
  return byCheck({
    request: { protocol, scenario: 'email' },
    property,
    decide: canHappen,
    seen: (witness, result) =>
      `${protocol}: ${meaning} (${property}: ${length(witness)}); violated: ${propertiesThatAre('violated', result).join(', ')}`,
    unseen: `${protocol}: no ${property}`,
  });
}

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

const wrongTypeLookedUp = byCheck({
  request: { protocol: 'old', scenario: 'stale', dtor: 'looked-up' },
  property: 'typeConfusionStaleGet',
  decide: canHappen,
  seen: (witness) => `old shows a type confusion even so (${length(witness)})`,
  unseen: 'old: whoever put last asks the page, and the page says Y',
});

const oncePerLife = inEveryScenario({
  request: { protocol: 'v4' },
  properties: ['doubleFree', 'leak'],
  decide: alwaysHolds,
  broken: (scenarios) => `not in ${scenarios}`,
  holds: (results) =>
    `v4: each life of a page ends with one destructor, no double free and no leak; by another put than its own in ${breaking(results, ['stolenFree']).join(', ') || 'no scenario'}`,
});

const ofThePage = inEveryScenario({
  request: { protocol: 'v4', dtor: 'looked-up' },
  properties: ['typeConfusionStolenFree', 'typeConfusionStaleGet'],
  decide: alwaysHolds,
  broken: (scenarios) => `v4: the wrong one in ${scenarios}`,
  holds: () =>
    'v4: with the type read from the page after step 2 it is always the right one, whoever won; for weak memory see C6',
});

export const lifetimeParts: Parts = {
  C1: [{ label: 'there', question: 'Does it, in some interleaving?', settle: reported }],
  C5: [
    { label: 'held', question: 'Does step 2 notice a reference that is still held?', settle: noticesWhileHeld },
    { label: 'dropped', question: 'And one that was dropped again by then?', settle: noticesAfterwards },
  ],
  C9: [
    {
      label: 'fails',
      question: 'Does every get that took the staged 0 fail its recheck, under weak memory too?',
      settle: failsRecheck,
    },
    { label: 'needed', question: 'Does the race need a passed recheck?', settle: needsPassedRecheck },
  ],
  C10: [
    { label: 'puts alone', question: 'Do two puts show it with no get at all?', settle: putsAlone },
    {
      label: 'with a get',
      question: 'With a get that takes the 0 in between, is it the put that sleeps?',
      settle: putThatSleeps,
    },
  ],
  C3: [
    { label: 'old', question: 'Does a get take a count of 0 under old?', settle: oldTakesZero },
    { label: 'v4', question: 'Under v4?', settle: v4TakesZero },
  ],
  C4: [
    { label: 'lifetimes', question: 'Are all lifetimes right if the page is frozen first?', settle: freezeFirstLives },
    { label: 'bit', question: 'Does the bit of a free page stay under it?', settle: bitStays('freeze-first, as v4') },
  ],
  C12: [
    {
      label: 'fails',
      question: 'Does a plain atomic OR as step 2 fail?',
      settle: shows('or-freeze', 'useAfterFree', 'the OR freezes a page that a get took back and still holds'),
    },
  ],
  C13: [
    {
      label: 'taken',
      question: 'Can a get take a page that rests at 0 without the bit?',
      settle: shows(
        'zeroing-allocator',
        'useAfterFree',
        'a get succeeds on a page that is in the allocator; v4 itself leaves the bit on every page that it frees',
      ),
    },
  ],
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
      settle: bitStays('v4'),
    },
  ],
};
