// Answers about the bit of a free page, and whether its overflow is the only failure.

import { canHappen, undecided, YES, yesIf } from './answers.js';
import type { Instruments, Part, Parts, SettledPart } from './claim.js';
import { overflowOf } from './overflow.js';
import { explored, length, witnessEvidence, witnessOf } from './wording.js';

/** Tasks that Linux can have, PID_MAX_LIMIT of a 64-bit kernel. */
const MOST_TASKS = 2 ** 22;
/** GUP_PIN_COUNTING_BIAS: references that a pin adds to the count of a small folio. */
const PIN_BIAS = 1024;
/** Failed gets above the bit at which v4's reset begins. */
const LIMIT = 2 ** 30;

async function inThreads(instruments: Instruments): Promise<SettledPart> {
  const { answer, sentence, ...rest } = await overflowOf(instruments, 'v4');
  return { ...answer, strength: 'explored', evidence: `v4: ${sentence}`, ...rest };
}

/** One get for each task, since a task is in one tryGet at a time. */
async function inTasks(instruments: Instruments): Promise<SettledPart> {
  const { answer, sentence, bound, commands } = await overflowOf(instruments, 'v4');
  return {
    ...(answer.answer === 'yes, if' ? YES : answer),
    strength: 'argued',
    evidence: `Linux has at most 2^${Math.log2(MOST_TASKS)} tasks, each in one tryGet at a time: 2^${Math.log2(LIMIT / MOST_TASKS)} times too few for gets of one reference each, since ${sentence}`,
    details: ['Interrupts add a few gets for each CPU, which changes nothing at this distance.'],
    bound: `arithmetic on (a): ${bound}`,
    commands,
  };
}

/** Explored with two references at once, the fewest of a multiple get. */
async function inPins(instruments: Instruments): Promise<SettledPart> {
  const { answer, details, bound, commands, witness } = await overflowOf(instruments, 'v4', 2);
  const asRule = answer.answer === 'yes, if';
  const pinners = `2^${Math.log2(LIMIT / PIN_BIAS)}`;
  return {
    ...(asRule
      ? yesIf(`at most ${pinners} gets of ${PIN_BIAS} stand between their add and their reset at once`)
      : answer),
    strength: 'argued',
    evidence: `v4, with 2 references in one access: ${asRule ? 'half as many gets clear the bit, so with n of them 2^30 / n + 1 do' : 'the rule that was expected did not show'}. At ${PIN_BIAS}, what a pin adds, that would be ${pinners} + 1, which 2^${Math.log2(MOST_TASKS)} tasks do not exclude; what stands against it is that all of them would have to be stopped there at once, on one dead page`,
    details,
    bound: `arithmetic on 2 references at once: ${bound}`,
    commands,
    witness,
  };
}

/** Asked of the RFC; the later versions beside it. */
const RESETS = [
  { protocol: 'v4-rfc', name: 'RFC' },
  { protocol: 'v4', name: 'v4' },
  { protocol: 'v5', name: 'v5' },
] as const;

function onlyFailure({ protocol, name }: (typeof RESETS)[number]): Part {
  return {
    label: name,
    question: `Is the overflow the only failure of ${name === 'RFC' ? 'the RFC' : name}?`,
    async settle(instruments) {
      const { sentence, details, commands, bound } = await overflowOf(instruments, protocol);
      const email = await instruments.check({ protocol, scenario: 'email' });
      const witness = witnessOf(email, 'stolenFree');
      const other = canHappen(witness !== undefined, email.complete);
      return {
        // Without another failure in this scenario it may have one in some other: that is not a yes.
        ...(other.answer === 'yes' ? { answer: 'no' as const, qualifier: null } : undecided('no other one was seen')),
        strength: 'explored',
        evidence: `${witness ? `a stolen free is another one (C1; ${length(witness)})` : 'no stolen free was seen'}. Of the overflow: ${sentence}`,
        details,
        bound: `stolen free: ${explored(email)}; overflow: ${bound}`,
        commands: [`reftorture check --protocol ${protocol} --scenario email --property stolenFree`, ...commands],
        ...witnessEvidence(email, 'stolenFree'),
      };
    },
  };
}

export const overflowParts: Parts = {
  C11: [
    { label: 'gets', question: 'Does the bit stay, by gets that stand in tryGet at once?', settle: inThreads },
    { label: 'tasks', question: 'In practice, with as many tasks as Linux can have?', settle: inTasks },
    { label: 'pins', question: 'And with pins, which add 1024 at once?', settle: inPins },
  ],
  C14: RESETS.map(onlyFailure),
};
