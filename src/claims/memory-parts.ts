// Answers about looking the type up, which depends on the order in which other CPUs see stores. The message does not
// speak of orders: the question under weak memory is ours.

import type { CheckResult } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { propertiesThatAre, witnessOf } from '../results/verdicts.js';
import { alwaysHolds, explored, length, NO, UNEXPLORED, witnessEvidence, YES, yesIf } from './answers.js';
import { checkCommand, forAnyNumber } from './checks.js';
import type { Instruments, Parts, SettledPart } from './claim.js';

const CONFUSIONS = ['typeConfusionStolenFree', 'typeConfusionStaleGet'] as const;

/** A type confusion although the winner read the type on the page. */
function confused(result: CheckResult): boolean {
  return propertiesThatAre('violated', result).some((name) => name.startsWith('typeConfusion'));
}

function lookedUp(protocol: string, memory: 'sc' | 'lkmm') {
  return { protocol, scenario: 'email', dtor: 'looked-up', memory } as const;
}

function outcomeOf(result: CheckResult): string {
  if (!confused(result)) return result.complete ? 'right' : 'not decided';
  const witness = witnessOf(result, 'typeConfusionStolenFree') ?? witnessOf(result, 'typeConfusionStaleGet');
  return `wrong (${witness ? length(witness) : 'no witness'})`;
}

async function sequential(instruments: Instruments): Promise<SettledPart> {
  const request = lookedUp('v4', 'sc');
  const result = await instruments.check(request);
  const part: SettledPart = {
    ...alwaysHolds(confused(result), result.complete),
    strength: 'explored',
    evidence: `v4: the destructor of the type that the winner reads is ${outcomeOf(result)}`,
    bound: explored(result),
    commands: [checkCommand(request)],
    ...witnessEvidence(result, 'typeConfusionStolenFree'),
  };
  return forAnyNumber(instruments, part, [request], [result], CONFUSIONS);
}

/** From the weakest to the strongest. */
const ORDERS = [
  { protocol: 'v4', order: 'relaxed, as in the series' },
  { protocol: 'v4-acquire', order: 'acquire' },
  { protocol: 'v4-full', order: 'a full barrier' },
] as const;

async function weak(instruments: Instruments): Promise<SettledPart> {
  const cases = await Promise.all(
    ORDERS.map(async ({ protocol, order }) => ({ order, result: await instruments.check(lookedUp(protocol, 'lkmm')) })),
  );
  const [relaxed] = cases;
  return {
    ...answerOf(cases),
    strength: 'explored',
    evidence: `with step 2 ${cases.map(({ order, result }) => `${order}: ${outcomeOf(result)}`).join('; ')}`,
    details: cases.map(({ order, result }) => `step 2 ${order}: ${explored(result)}`),
    bound: 'every execution of the reported scenario that the axioms of the Linux-kernel memory model allow',
    commands: ORDERS.map(({ protocol }) => checkCommand(lookedUp(protocol, 'lkmm'))),
    ...(relaxed ? witnessEvidence(relaxed.result, 'typeConfusionStolenFree') : {}),
  };
}

function answerOf(cases: readonly { readonly order: string; readonly result: CheckResult }[]): Answer {
  if (cases.some(({ result }) => !result.complete && !confused(result))) return UNEXPLORED;
  const right = cases.filter(({ result }) => !confused(result)).map(({ order }) => order);
  if (right.length === cases.length) return YES;
  return right.length === 0 ? NO : yesIf(`step 2 is ${right.join(' or ')}`);
}

export const memoryParts: Parts = {
  C6: [
    { label: 'SC', question: 'Is the type then the right one, under sequential consistency?', settle: sequential },
    { label: 'weak', question: 'Under the Linux-kernel memory model? (our question, not his)', settle: weak },
  ],
};
