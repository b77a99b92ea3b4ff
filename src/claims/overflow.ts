// Failed gets pile up on a dead page, and may carry into its bit. Told here, once, in the same words for every row that
// bears on it. Small widths of the count word need few steps; the step to 32 bits is an argument (docs/claims.md).

import type { CheckResult } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { undecided, yesIf } from './answers.js';
import type { Instruments, SettledPart } from './claim.js';
import { witnessEvidence } from './wording.js';

const MAX_STATES = 3_000_000;

interface Rule {
  /** The fewest threads that lose the bit at a width, if each get adds so many references at once. */
  readonly fewest: (width: number, references: number) => number;
  /** The condition on 32 bits under which the bit stays. */
  readonly condition: string;
  readonly sentence: string;
}

const NO_RESET: Rule = {
  fewest: () => 1,
  condition: 'fewer than 2^31 gets fail on one dead page',
  sentence: 'without a reset 2^(W-1) failed gets clear the bit, by one thread: 2^31 on 32 bits',
};

const ONE_SHOT: Rule = {
  fewest: () => 2,
  condition: "no two getters spoil each other's reset 2^31 times in a row",
  sentence: "two threads that keep spoiling each other's one-shot reset clear the bit at every width",
};

const LOOP: Rule = {
  fewest: (width, references) => Math.ceil(2 ** (width - 2) / references) + 1,
  condition: 'at most 2^30 gets stand between their add and their reset at once',
  sentence:
    'the bit stays while at most 2^(W-2) gets stand between their add and their reset at once, and one more clears it: 2^30 + 1 on 32 bits',
};

/** By protocol. One that has its tryGet from another has the same rule. */
const RULES: Readonly<Record<string, Rule>> = {
  'no-reset': NO_RESET,
  'v4-rfc': ONE_SHOT,
  v4: LOOP,
  v5: LOOP,
  'freeze-first': LOOP,
};

export interface Overflow extends Pick<SettledPart, 'bound' | 'commands'> {
  /** Answers whether the bit of a free page stays. */
  readonly answer: Answer;
  readonly sentence: string;
  readonly details: readonly string[];
  readonly witness: NonNullable<SettledPart['witness']> | null;
}

/**
 * Answers whether the bit of a free page survives late gets under `protocol`: explored at 3 bits, and at 4 unless in a
 * hurry. The condition and the sentence are about gets of one reference.
 */
export async function overflowOf(
  instruments: Instruments,
  protocol: string,
  references: References = 1,
): Promise<Overflow> {
  const rule = RULES[protocol];
  if (!rule) throw new RangeError(`no rule of the overflow for ${protocol}`);
  const widths = instruments.quick ? [3] : [3, 4];
  const found = await Promise.all(widths.map((width) => fewestThreads(instruments, { protocol, width, references })));
  const asRule = widths.every((width, index) => found[index]?.threads === rule.fewest(width, references));
  const lost = found.find((one) => one !== undefined && one !== null);
  return {
    answer: asRule ? yesIf(rule.condition) : undecided('the expected rule did not show at small widths'),
    sentence: asRule ? rule.sentence : `the rule that was expected of ${protocol} did not show at these widths`,
    details: widths.map(
      (width, index) => `${protocol}, ${width} bits: ${outcomeOf(found[index], mostThreads(width, references))}`,
    ),
    bound: `every interleaving of up to 2^(W-2)${references > 1 ? ` / ${references}` : ''} + 1 threads at ${widths.join(' and ')} bits, sequential consistency; 32 bits by extrapolation`,
    commands: widths.map((width) => commandFor({ protocol, width, references }, rule.fewest(width, references))),
    witness: lost ? witnessEvidence(lost.result, 'lostOverflow').witness : null,
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
  for (let threads = 1; threads <= mostThreads(one.width, one.references); threads++) {
    const result = await pileUp(instruments, one, threads);
    if (result.properties.lostOverflow === 'violated') return { threads, result };
    if (!result.complete) return undefined;
  }
  return null;
}

/** One more than v4's loop stands. */
function mostThreads(width: number, references: References): number {
  return LOOP.fewest(width, references);
}

function outcomeOf(found: Fewest, most: number): string {
  if (found === undefined) return 'not decided, too many states';
  if (found === null) return `not lost by up to ${most} threads`;
  const { threads, result } = found;
  return `lost by ${threads} thread${threads === 1 ? '' : 's'} in ${result.witness?.steps.length} accesses, and not by fewer`;
}

/** `threads` on a frozen page, each with more failed gets than the width can hold. */
function pileUp(instruments: Instruments, one: Case, threads: number): Promise<CheckResult> {
  const { protocol, width, references } = one;
  return instruments.check(
    { protocol, scenario: LATE[references].scenario, width, rounds: roundsOf(one), roles: rolesOf(one, threads) },
    { properties: ['lostOverflow'], maxStates: MAX_STATES },
  );
}

function roundsOf({ width, references }: Case): number {
  return 2 ** (width - 1) / references;
}

function rolesOf({ references }: Case, threads: number): string[] {
  return Array.from({ length: threads }, () => LATE[references].role);
}

function commandFor(one: Case, threads: number): string {
  const { protocol, width, references } = one;
  return `reftorture check --protocol ${protocol} --scenario ${LATE[references].scenario} --width ${width} --rounds ${roundsOf(one)} --roles '${rolesOf(one, threads).join(',')}' --property lostOverflow`;
}
