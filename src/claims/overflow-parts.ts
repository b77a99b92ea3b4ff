// Answers about the bit of a free page, and whether its overflow is the only failure.

import { protocols } from '../protocols/index.js';
import { fewestOverflowing, MOST_TASKS, type OverflowRule } from '../protocols/overflow.js';
import { plural } from '../report/numbers.js';
import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult } from '../results/check-result.js';
import { witnessOf } from '../results/verdicts.js';
import { pick } from '../usage-error.js';
import { canHappen, explored, length, NO, undecided, witnessEvidence, YES, yesIf } from './answers.js';
import { checkCommand } from './checks.js';
import type { Instruments, Part, Parts, SettledPart } from './claim.js';

const MAX_STATES = 3_000_000;
const LOST = 'lostOverflow';

/** V4's, of a loop that takes failed gets back. No more threads are tried. */
const LOOP = '2^(W-2) + 1';

/** By the registry's rule: the condition on 32 bits under which the bit stays, and what there is to say of it. */
const WORDS: Readonly<Partial<Record<OverflowRule, { readonly condition: string; readonly sentence: string }>>> = {
  '2': {
    condition: "no two getters spoil each other's reset 2^31 times in a row",
    sentence: "two threads that keep spoiling each other's one-shot reset clear the bit at every width",
  },
  [LOOP]: {
    condition: 'at most 2^30 threads are inside tryGet at once',
    sentence:
      'the bit stays while at most 2^(W-2) threads are inside tryGet at once, and one more clears it: 2^30 + 1 on 32 bits',
  },
};

/** Returns the fewest threads by `rule`; two references at once are as if the word had a bit less. */
function fewestBy(rule: OverflowRule, { width, references }: Case): number {
  return fewestOverflowing(rule, width - Math.log2(references)) ?? Number.POSITIVE_INFINITY;
}

/**
 * Answers whether the bit of a free page survives late gets under `protocol`: explored at 3 bits, and at 4 unless in a
 * hurry. The condition and the sentence are about gets of one reference.
 */
async function overflowOf(instruments: Instruments, protocol: string, references: References = 1) {
  const rule = pick('protocol', protocols, protocol).overflow.fewestThreads;
  const words = WORDS[rule];
  if (!words) throw new RangeError(`no words for the overflow of ${protocol}`);
  const cases = (instruments.quick ? [3] : [3, 4]).map((width): Case => ({ protocol, width, references }));
  const found = await Promise.all(cases.map((one) => fewestThreads(instruments, one)));
  const asRule = cases.every((one, index) => found[index]?.threads === fewestBy(rule, one));
  const lost = found.find((one) => one !== undefined && one !== null);
  return {
    answer: asRule ? yesIf(words.condition) : undecided('the expected rule did not show at small widths'),
    sentence: asRule ? words.sentence : `the rule that was expected of ${protocol} did not show at these widths`,
    details: cases.map(
      (one, index) => `${protocol}, ${one.width} bits: ${outcomeOf(found[index], fewestBy(LOOP, one))}`,
    ),
    bound: `every interleaving of up to 2^(W-2)${references > 1 ? ` / ${references}` : ''} + 1 threads at ${cases.map(({ width }) => width).join(' and ')} bits, sequential consistency; 32 bits by extrapolation`,
    commands: cases.map((one) => checkCommand(pileUp(one, fewestBy(rule, one)), [LOST])),
    witness: lost ? witnessEvidence(lost.result, LOST).witness : null,
  };
}

/** As many as the role of a scenario takes at once. */
type References = keyof typeof LATE;

const LATE = {
  1: { scenario: 'overflow', role: 'late getter' },
  2: { scenario: 'late-pin', role: 'late pinner' },
} as const;

interface Case {
  readonly protocol: string;
  readonly width: number;
  readonly references: References;
}

type Fewest = { readonly threads: number; readonly result: CheckResult } | null | undefined;

/** Fewest threads that lose the bit; null when none do, undefined when a limit was hit. */
async function fewestThreads(instruments: Instruments, one: Case): Promise<Fewest> {
  for (let threads = 1; threads <= fewestBy(LOOP, one); threads++) {
    const result = await instruments.check(pileUp(one, threads), { properties: [LOST], maxStates: MAX_STATES });
    if (result.properties.lostOverflow === 'violated') return { threads, result };
    if (!result.complete) return undefined;
  }
  return null;
}

function outcomeOf(found: Fewest, most: number): string {
  if (found === undefined) return 'not decided, too many states';
  if (found === null) return `not lost by up to ${most} threads`;
  const { threads, result } = found;
  return `lost by ${plural(threads, 'thread')} in ${result.witness?.steps.length} accesses, and not by fewer`;
}

/** `threads` on a frozen page, each with more failed gets than the width can hold. */
function pileUp({ protocol, width, references }: Case, threads: number): CheckRequest {
  const { scenario, role } = LATE[references];
  const roles = Array.from({ length: threads }, () => role);
  return { protocol, scenario, width, rounds: 2 ** (width - 1) / references, roles };
}

/** GUP_PIN_COUNTING_BIAS: references that a pin adds to the count of a small folio. */
const PIN_BIAS = 1024;
/** Failed gets above the bit at which v4's reset begins. */
const LIMIT = 2 ** 30;

/** Returns what answers whether the bit of a free page stays under a protocol: `name`, or what that begins with. */
export function bitStays(name: string): Part['settle'] {
  return async (instruments) => {
    const { answer, sentence, ...rest } = await overflowOf(instruments, name.split(',')[0] ?? name);
    return { ...answer, strength: 'explored', evidence: `${name}: ${sentence}`, ...rest };
  };
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
    ...(asRule ? yesIf(`at most ${pinners} threads are inside a tryGet of ${PIN_BIAS} at once`) : answer),
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
        ...(other.answer === 'yes' ? NO : undecided('no other one was seen')),
        strength: 'explored',
        evidence: `${witness ? `a stolen free is another one (C1; ${length(witness)})` : 'no stolen free was seen'}. Of the overflow: ${sentence}`,
        details,
        bound: `stolen free: ${explored(email)}; overflow: ${bound}`,
        commands: [checkCommand({ protocol, scenario: 'email' }, ['stolenFree']), ...commands],
        ...witnessEvidence(email, 'stolenFree'),
      };
    },
  };
}

export const overflowParts: Parts = {
  C11: [
    {
      label: 'gets',
      question: 'Does the bit stay, whatever number of threads is inside tryGet?',
      settle: bitStays('v4'),
    },
    { label: 'tasks', question: 'In practice, with as many tasks as Linux can have?', settle: inTasks },
    { label: 'pins', question: 'And with pins, which add 1024 at once?', settle: inPins },
  ],
  C14: RESETS.map(onlyFailure),
};
