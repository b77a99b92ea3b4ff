// The answer whether a get that took the staged 0 can pass its recheck: a property of every schedule, asserted by the
// scenario recheck and explored under sc and ra. The control are pages that leave the index after their put.

import type { CheckResult } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { NO, undecided, YES, yesIf } from './answers.js';
import type { Instruments, Part, SettledPart } from './claim.js';
import { explored, length, witnessEvidence, witnessOf } from './wording.js';

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
  return {
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
}

function answerOf(early: readonly CheckResult[], late: readonly CheckResult[]): Answer {
  const [sequential] = early;
  if (sequential && passes(sequential)) return NO;
  if (!early.every((result) => result.complete || passes(result))) return undecided('not everything was explored');
  if (!late.every(passes)) return undecided('the control did not fail');
  return early.some(passes) ? yesIf('memory is sequentially consistent') : YES;
}

export const recheckPart: Part = {
  label: 'fails',
  question: 'Does every get that took the staged 0 fail its recheck, under weak memory too?',
  settle: failsRecheck,
};
