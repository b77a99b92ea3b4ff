// Answers about the race itself: that it exists, what notices it, and what it needs; and whether a get that took the
// staged 0 can pass its recheck.

import type { CheckResult } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { propertiesThatAre } from '../results/verdicts.js';
import { violations } from '../violations/table.js';
import { alwaysHolds, canHappen, NO, undecided, YES, yesIf } from './answers.js';
import { answerFromCheck, askEverywhere, forAnyNumber } from './checks.js';
import type { Instruments, Part, Parts, SettledPart } from './claim.js';
import { explored, failedRecheckOf, length, witnessEvidence, witnessOf } from './wording.js';

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
    commands: MODELS.map(
      (memory) => `reftorture check --protocol v4 --scenario recheck --memory ${memory} --property assertion`,
    ),
    ...(shown ? witnessEvidence(shown, 'assertion') : {}),
  };
  const requests = [{ protocol: 'v4', scenario: 'recheck', unmap: 'before-put' } as const];
  return forAnyNumber(instruments, part, { requests, results: early.slice(0, 1), properties: ['assertion'] });
}

function answerOf(early: readonly CheckResult[], late: readonly CheckResult[]): Answer {
  const [sequential] = early;
  if (sequential && passes(sequential)) return NO;
  if (!early.every((result) => result.complete || passes(result))) return undecided('not everything was explored');
  if (!late.every(passes)) return undecided('the control did not fail');
  return early.some(passes) ? yesIf('memory is sequentially consistent') : YES;
}

const recheckPart: Part = {
  label: 'fails',
  question: 'Does every get that took the staged 0 fail its recheck, under weak memory too?',
  settle: failsRecheck,
};

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
function noticesWhileHeld(instruments: Instruments): Promise<SettledPart> {
  return askEverywhere(instruments, {
    request: { protocol: 'v4' },
    properties: ['useAfterFree', 'doubleFree'],
    options: '--protocol v4 --property useAfterFree,doubleFree',
    decide: alwaysHolds,
    broken: (scenarios) => `v4: a page is destroyed under its holder in ${scenarios}`,
    holds: ({ results }) =>
      `v4: step 2 never won while somebody held a reference, in any of ${results.length} scenarios`,
  });
}

function noticesAfterwards(instruments: Instruments): Promise<SettledPart> {
  return answerFromCheck(instruments, {
    request: { protocol: 'v4', scenario: 'email' },
    property: 'stolenFree',
    decide: alwaysHolds,
    seen: (witness) =>
      `v4: the word is 0 again, the zero of another generation, and step 2 wins on it (${length(witness)}); the sequence that he annotates in the same message is this one`,
    unseen: 'v4: step 2 never won on the zero of another generation',
    command: 'reftorture check --protocol v4 --scenario email --property stolenFree',
  });
}

async function needsPassedRecheck(instruments: Instruments): Promise<SettledPart> {
  const result = await instruments.check({ protocol: 'v4', scenario: 'getters', unmap: 'before-put' });
  const witness = witnessOf(result, 'stolenFree');
  const failed = witness !== undefined && failedRecheckOf(witness);
  return {
    ...(failed ? NO : undecided('no stolen free after a failed recheck was seen')),
    strength: 'explored',
    evidence: failed
      ? `v4: a failed one is enough: a getter through the index takes the staged 0, its recheck fails, it puts, and a free is stolen (${length(witness)})`
      : 'v4: no stolen free by a getter whose recheck failed',
    bound: explored(result),
    commands: ['reftorture check --protocol v4 --scenario getters --property stolenFree'],
    ...witnessEvidence(result, 'stolenFree'),
  };
}

async function putsAlone(instruments: Instruments): Promise<SettledPart> {
  const rounds = instruments.quick ? 1 : 2;
  const result = await instruments.check({ protocol: 'v4', scenario: 'two-puts', rounds });
  const found = propertiesThatAre('violated', result).filter((name) => name !== 'livelock');
  const part: SettledPart = {
    ...canHappen(found.length > 0, result.complete),
    strength: 'explored',
    evidence:
      found.length > 0
        ? `v4: two puts alone show ${found.join(', ')}`
        : 'v4: of two puts only the last one reaches 0, and without a get nobody takes that 0 back, so the other put never gets to step 2',
    bound: explored(result),
    commands: [`reftorture check --protocol v4 --scenario two-puts --rounds ${rounds}`],
  };
  const requests = [{ protocol: 'v4', scenario: 'two-puts' }];
  return forAnyNumber(instruments, part, { requests, results: [result], properties: violations });
}

function putThatSleeps(instruments: Instruments): Promise<SettledPart> {
  return answerFromCheck(instruments, {
    request: { protocol: 'v4', scenario: 'email' },
    property: 'stolenFree',
    decide: canHappen,
    seen: (witness) =>
      `v4: once a get has taken the 0 of the put that sleeps, two puts have reached 0, and it is as he says: one frees the page, the other wakes and frees the next one (${length(witness)}); that get may fail its recheck (C9)`,
    unseen: 'v4: no put freed a page of another generation',
    command: 'reftorture check --protocol v4 --scenario email --property stolenFree',
  });
}

export const raceParts: Parts = {
  C1: [{ label: 'there', question: 'Does it, in some interleaving?', settle: reported }],
  C5: [
    { label: 'held', question: 'Does step 2 notice a reference that is still held?', settle: noticesWhileHeld },
    { label: 'dropped', question: 'And one that was dropped again by then?', settle: noticesAfterwards },
  ],
  C9: [recheckPart, { label: 'needed', question: 'Does the race need a passed recheck?', settle: needsPassedRecheck }],
  C10: [
    { label: 'puts alone', question: 'Do two puts show it with no get at all?', settle: putsAlone },
    {
      label: 'with a get',
      question: 'With a get that takes the 0 in between, is it the put that sleeps?',
      settle: putThatSleeps,
    },
  ],
};
