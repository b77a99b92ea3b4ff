// Failed gets pile up on a dead page, and may carry into its bit. Told here, once, in the same words for every row that
// bears on it. Small widths of the count word need few steps; the step to 32 bits is an argument (docs/claims.md).

import type { CheckResult } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { undecided, yesIf } from './answers.js';
import type { Finding, Instruments } from './claim.js';
import { exhibit } from './telling.js';

const MAX_STATES = 3_000_000;

interface Rule {
  /** The fewest threads that lose the bit at a width. */
  readonly fewest: (width: number) => number;
  /** How the bit stays, on 32 bits. */
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
  fewest: (width) => 2 ** (width - 2) + 1,
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

export interface Overflow extends Pick<Finding, 'bound' | 'commands'> {
  /** Whether the bit of a free page stays. */
  readonly answer: Answer;
  readonly sentence: string;
  readonly details: readonly string[];
  readonly witness: NonNullable<Finding['witness']> | null;
}

/** Whether the bit of a free page survives late gets under `protocol`: explored at 3 bits, and at 4 unless in a hurry. */
export async function overflowOf(instruments: Instruments, protocol: string): Promise<Overflow> {
  const rule = RULES[protocol];
  if (!rule) throw new RangeError(`no rule of the overflow for ${protocol}`);
  const widths = instruments.quick ? [3] : [3, 4];
  const found = await Promise.all(widths.map((width) => fewestThreads(instruments, protocol, width)));
  const asRule = widths.every((width, index) => found[index]?.threads === rule.fewest(width));
  const lost = found.find((one) => one !== undefined && one !== null);
  return {
    answer: asRule ? yesIf(rule.condition) : undecided('the expected rule did not show at small widths'),
    sentence: asRule ? rule.sentence : `the rule that was expected of ${protocol} did not show at these widths`,
    details: widths.map((width, index) => `${protocol}, ${width} bits: ${outcomeOf(found[index], width)}`),
    bound: `every interleaving of up to 2^(W-2) + 1 threads at ${widths.join(' and ')} bits, sequential consistency; 32 bits by extrapolation`,
    commands: widths.map((width) => commandFor(protocol, width, rule.fewest(width))),
    witness: lost ? exhibit(lost.result, 'lostOverflow').witness : null,
  };
}

type Fewest = { readonly threads: number; readonly result: CheckResult } | null | undefined;

/** Fewest threads that lose the bit; null when none do, undefined when a limit was hit. */
async function fewestThreads(instruments: Instruments, protocol: string, width: number): Promise<Fewest> {
  for (let threads = 1; threads <= mostThreads(width); threads++) {
    const result = await pileUp(instruments, protocol, width, threads);
    if (result.properties.lostOverflow === 'violated') return { threads, result };
    if (!result.complete) return undefined;
  }
  return null;
}

/** One more than v4's loop stands. */
function mostThreads(width: number): number {
  return LOOP.fewest(width);
}

function outcomeOf(found: Fewest, width: number): string {
  if (found === undefined) return 'not decided, too many states';
  if (found === null) return `not lost by up to ${mostThreads(width)} threads`;
  const { threads, result } = found;
  return `lost by ${threads} thread${threads === 1 ? '' : 's'} in ${result.witness?.steps.length} accesses, and not by fewer`;
}

function lateGetters(threads: number): string[] {
  return Array.from({ length: threads }, () => 'late getter');
}

/** `threads` getters on a frozen page, with more failed gets each than the width can hold. */
function pileUp(instruments: Instruments, protocol: string, width: number, threads: number): Promise<CheckResult> {
  return instruments.check(
    { protocol, scenario: 'overflow', width, rounds: 2 ** (width - 1), roles: lateGetters(threads) },
    { properties: ['lostOverflow'], maxStates: MAX_STATES },
  );
}

function commandFor(protocol: string, width: number, threads: number): string {
  return `reftorture check --protocol ${protocol} --scenario overflow --width ${width} --rounds ${2 ** (width - 1)} --roles '${lateGetters(threads).join(',')}' --property lostOverflow`;
}
