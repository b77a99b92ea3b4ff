// Failed gets pile up on a dead page. What was said about the frozen bit under them, decided at small widths of the
// count word, where an overflow needs few steps, and extrapolated.

import type { CheckResult } from '../results/check-result.js';
import type { Claim, Finding, Instruments } from './claim.js';
import { violated } from './instruments.js';
import { exhibit } from './telling.js';

const MAX_STATES = 3_000_000;

/** `threads` getters on a frozen page, with more failed gets each than the width can hold. */
function pileUp(instruments: Instruments, protocol: string, width: number, threads: number): Promise<CheckResult> {
  return instruments.check(
    {
      protocol,
      scenario: 'overflow',
      width,
      rounds: 2 ** (width - 1),
      roles: Array.from({ length: threads }, () => 'late getter'),
    },
    { properties: ['lostOverflow'], maxStates: MAX_STATES },
  );
}

function commandFor(protocol: string, width: number, threads: number): string {
  const roles = Array.from({ length: threads }, () => 'late getter').join(',');
  return `reftorture check --protocol ${protocol} --scenario overflow --width ${width} --rounds ${2 ** (width - 1)} --roles '${roles}' --property lostOverflow`;
}

/** Fewest threads, up to `most`, that lose the bit at `width`; null when none do, undefined when a limit was hit. */
async function fewestThreads(
  instruments: Instruments,
  protocol: string,
  width: number,
  most: number,
): Promise<{ threads: number; result: CheckResult } | null | undefined> {
  for (let threads = 1; threads <= most; threads++) {
    const result = await pileUp(instruments, protocol, width, threads);
    if (result.properties.lostOverflow === 'violated') return { threads, result };
    if (!result.complete) return undefined;
  }
  return null;
}

const RESETS = ['no-reset', 'v4-rfc', 'v4-blind-loop', 'v4'];

/** What is explored of each reset, as `protocol, W bits: ...`, and the fewest threads that lose the bit by width. */
async function explore(instruments: Instruments, widths: readonly number[]) {
  const fewest = new Map<string, (number | undefined)[]>();
  const details: string[] = [];
  let oneShot: CheckResult | undefined;
  for (const protocol of RESETS) {
    for (const width of widths) {
      const most = 2 ** (width - 2) + 1;
      const found = await fewestThreads(instruments, protocol, width, most);
      fewest.set(protocol, [...(fewest.get(protocol) ?? []), found?.threads]);
      if (protocol === 'v4-rfc' && found) oneShot = found.result;
      const outcome = found
        ? `lost by ${found.threads} thread${found.threads === 1 ? '' : 's'} in ${found.result.witness?.steps.length} accesses`
        : found === null
          ? `not lost by up to ${most} threads`
          : 'not decided, too many states';
      details.push(`${protocol}, ${width} bits: ${outcome}`);
    }
  }
  return { fewest, details, oneShot };
}

/**
 * The race (C1) refutes that overflow is the only failure left. What is settled here is the overflow itself: with which
 * reset it happens, and with how many threads.
 */
async function overflow(instruments: Instruments): Promise<Finding> {
  const widths = instruments.quick ? [3] : [3, 4];
  const { fewest, details, oneShot } = await explore(instruments, widths);
  const stolen = violated(await instruments.check({ protocol: 'v4', scenario: 'email' })).includes('stolenFree');
  const rule: Readonly<Record<string, (width: number) => number>> = {
    'no-reset': () => 1,
    'v4-rfc': () => 2,
    v4: (width) => 2 ** (width - 2) + 1,
  };
  const asRule = Object.entries(rule).every(([protocol, of]) =>
    widths.every((width, index) => fewest.get(protocol)?.[index] === of(width)),
  );
  const sentence = asRule
    ? "no reset: 2^31 failed gets by one thread; one-shot reset: two threads that spoil each other's; v4's loop: 2^30 + 1 threads inside tryGet at once"
    : 'the rule that was expected of the resets did not show at these widths';
  return {
    verdict: stolen ? 'refuted' : asRule ? 'confirmed under conditions' : 'not decided here',
    evidence: `${stolen ? 'a stolen free is left as well (C1). ' : ''}Of the overflow: ${sentence}`,
    details: [
      ...details,
      'W bits: without a reset 2^(W-1) failed gets; with the one-shot reset 2 threads at every width.',
      "v4's loop starts at half of the range, so 2^(W-2) + 1 getters have to stand between their add and their reset at once.",
    ],
    bound: `every interleaving of up to 2^(W-2) + 1 threads at ${widths.join(' and ')} bits, sequential consistency, but where it says "not decided"; 32 bits by extrapolation`,
    commands: [
      commandFor('no-reset', 3, 1),
      commandFor('v4-rfc', 4, 2),
      commandFor('v4', 3, 2),
      commandFor('v4', 3, 3),
    ],
    ...(oneShot ? exhibit(oneShot, 'lostOverflow') : {}),
  };
}

export const overflowClaims: readonly Claim[] = [
  {
    id: 'C11',
    who: 'Torvalds, 4 Mar',
    message: '2603.0/07151.html',
    claim: 'the frozen bit of a free page never goes away until the next allocation sets the count to 1',
    async settle(instruments) {
      const width = instruments.quick ? 3 : 4;
      const most = 2 ** (width - 2);
      const safe = await pileUp(instruments, 'v4', width, most);
      const lost = await pileUp(instruments, 'v4', 3, 3);
      const holds = safe.properties.lostOverflow === 'holds';
      const breaks = lost.properties.lostOverflow === 'violated';
      return {
        verdict: holds && breaks ? 'confirmed under conditions' : 'not decided here',
        evidence: `v4 keeps it while fewer than 2^(W-2) + 1 getters are inside tryGet at once (${width} bits, ${most} threads: ${safe.properties.lostOverflow}); one more and it is gone (3 bits, 3 threads: ${lost.properties.lostOverflow}); on 32 bits 2^30 + 1 threads`,
        bound: `every interleaving of ${most} threads at ${width} bits (${safe.states} states) and of 3 at 3 bits, sequential consistency; 32 bits by extrapolation`,
        commands: [commandFor('v4', width, most), commandFor('v4', 3, 3)],
        ...exhibit(lost, 'lostOverflow'),
      };
    },
  },
  {
    id: 'C14',
    who: 'Price, on the RFC',
    message: '2512.2/08225.html',
    claim: 'the only failure left is overflow after 2^31 failed gets',
    settle: overflow,
  },
];
