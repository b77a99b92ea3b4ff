// Failed gets pile up on a dead page. What was said about the frozen bit under them, decided at small widths of the
// count word, where an overflow needs few steps, and extrapolated.

import type { CheckResult } from '../results/check-result.js';
import type { Bench, Claim, Finding } from './claim.js';
import { exhibit } from './telling.js';

const MAX_STATES = 3_000_000;

/** `threads` getters on a frozen page, with more failed gets each than the width can hold. */
function pileUp(laboratory: Bench, protocol: string, width: number, threads: number): Promise<CheckResult> {
  return laboratory.check(
    {
      ...{ protocol, scenario: 'overflow', width, rounds: 2 ** (width - 1) },
      roles: Array.from({ length: threads }, () => 'late getter'),
    },
    { properties: ['lostOverflow'], maxStates: MAX_STATES },
  );
}

function commandFor(protocol: string, width: number, threads: number): string {
  const roles = Array.from({ length: threads }, () => 'late getter').join(',');
  return `reftorture check --protocol ${protocol} --scenario overflow --width ${width} --rounds ${2 ** (width - 1)} --roles '${roles}' --property lostOverflow`;
}

/** Fewest threads that lose the bit at `width`, trying up to `most`; null when none did, undefined past a limit. */
async function fewestThreads(
  laboratory: Bench,
  protocol: string,
  width: number,
  most: number,
): Promise<{ threads: number; result: CheckResult } | null | undefined> {
  for (let threads = 1; threads <= most; threads++) {
    const result = await pileUp(laboratory, protocol, width, threads);
    if (result.properties.lostOverflow === 'violated') return { threads, result };
    if (!result.complete) return undefined;
  }
  return null;
}

const RESETS = ['no-reset', 'v4-rfc', 'v4-blind-loop', 'v4'];

async function overflow(laboratory: Bench): Promise<Finding> {
  const widths = laboratory.quick ? [3] : [3, 4];
  const details: string[] = [];
  const fewest = new Map<string, number[]>();
  let oneShot: CheckResult | undefined;
  let states = 0;
  for (const protocol of RESETS) {
    for (const width of widths) {
      const found = await fewestThreads(laboratory, protocol, width, 2 ** (width - 2) + 1);
      if (!found) {
        details.push(
          `${protocol}, ${width} bits: ${found === null ? `not lost by up to ${2 ** (width - 2) + 1} threads` : 'not decided: too many states'}`,
        );
        continue;
      }
      const { threads, result } = found;
      states += result.states;
      fewest.set(protocol, [...(fewest.get(protocol) ?? []), threads]);
      if (protocol === 'v4-rfc') oneShot = result;
      details.push(
        `${protocol}, ${width} bits: lost by ${threads} thread${threads === 1 ? '' : 's'} in ${result.witness?.steps.length} accesses`,
      );
    }
  }
  // v4 takes failed gets back from half of the frozen range on; only getters between their add and their reset count.
  const rule = widths.map((width) => 2 ** (width - 2) + 1);
  const asRule = JSON.stringify(fewest.get('v4')) === JSON.stringify(rule);
  details.push(
    'no reset: 2^(W-1) failed gets by one thread; on 32 bits 2^31.',
    "one-shot reset: two threads that spoil each other's compare-and-swap, at every width; one thread never loses it.",
    `v4's loop: it starts at half of the range, so 2^(W-2) + 1 getters have to stand between their add and their reset at once (${rule.join(', ')} at ${widths.join(', ')} bits${asRule ? ', as explored' : ''}); on 32 bits 2^30 + 1 threads.`,
  );
  return {
    verdict: asRule ? 'confirmed under conditions' : 'not decided here',
    evidence: asRule
      ? "with no reset, after 2^31 failed gets by anyone; with the one-shot reset two threads suffice; with v4's loop only with 2^30 + 1 threads inside tryGet at once"
      : 'the rule that was expected of v4 did not show at these widths',
    details,
    bound: `every interleaving at ${widths.join(' and ')} bits, sequential consistency, ${states} states in the violated cases; 32 bits by extrapolation`,
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
    claim: 'the frozen bit of a free page never goes away until the next allocation sets the count to 1',
    async settle(laboratory) {
      const width = laboratory.quick ? 3 : 4;
      const most = 2 ** (width - 2);
      const safe = await pileUp(laboratory, 'v4', width, most);
      const lost = await pileUp(laboratory, 'v4', 3, 3);
      const holds = safe.properties.lostOverflow === 'holds';
      const breaks = lost.properties.lostOverflow === 'violated';
      return {
        verdict: holds && breaks ? 'confirmed under conditions' : holds ? 'confirmed' : 'refuted',
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
    claim: 'the only failure left is overflow after 2^31 failed gets',
    settle: overflow,
  },
];
