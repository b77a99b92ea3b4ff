// What was said about looking the type up, which depends on the order in which other CPUs see things.

import type { CheckResult } from '../results/check-result.js';
import type { Claim } from './claim.js';
import { violated } from './instruments.js';
import { exhibit, explored, length, witnessOf } from './telling.js';

/** A wrong destructor although the winner read the type on the page. */
function confused(result: CheckResult): boolean {
  return violated(result).some((name) => name.startsWith('typeConfusion'));
}

const CASES = [
  { protocol: 'v4', memory: 'sc', name: 'sequential consistency' },
  { protocol: 'v4', memory: 'ra', name: 'release/acquire, relaxed step 2' },
  { protocol: 'v4-acquire', memory: 'ra', name: 'release/acquire, step 2 acquires' },
  { protocol: 'v4-full', memory: 'ra', name: 'release/acquire, step 2 a full barrier' },
] as const;

export const memoryClaims: readonly Claim[] = [
  {
    id: 'C6',
    who: 'Hildenbrand, 22 Jun',
    message: '2606.2/08506.html',
    claim: 'once step 2 is won, looking the type up on the page is right',
    async settle(instruments) {
      const results = await Promise.all(
        CASES.map(({ protocol, memory }) =>
          instruments.check({ protocol, scenario: 'email', dtor: 'looked-up', memory }),
        ),
      );
      const wrong = results.map(confused);
      const details = CASES.map(({ name }, index) => {
        const result = results[index] as CheckResult;
        const witness = witnessOf(result, 'typeConfusionStolenFree') ?? witnessOf(result, 'typeConfusionStaleGet');
        const outcome = !wrong[index] ? 'right' : `wrong (${witness ? length(witness) : 'no witness'})`;
        return `${name}: ${result.complete || wrong[index] ? outcome : 'not decided'}; ${explored(result)}`;
      });
      const complete = results.every((result, index) => result.complete || wrong[index]);
      const worst = results[1] as CheckResult;
      const right = CASES.filter((_, index) => !wrong[index]).map(({ name }) => name);
      const broken = CASES.filter((_, index) => wrong[index]).map(({ name }) => name);
      return {
        verdict: !complete
          ? 'not decided here'
          : broken.length === 0
            ? 'confirmed'
            : right.length === 0
              ? 'refuted'
              : 'confirmed under conditions',
        evidence: `right under ${right.join('; ') || 'nothing'}${broken.length > 0 ? `. Wrong under ${broken.join('; ')}` : ''}`,
        details,
        bound: `every interleaving of the reported scenario, each case ${Math.min(...results.map(({ states }) => states))} to ${Math.max(...results.map(({ states }) => states))} states`,
        commands: CASES.map(
          ({ protocol, memory }) => `reftorture check --protocol ${protocol} --dtor looked-up --memory ${memory}`,
        ),
        ...exhibit(worst, 'typeConfusionStolenFree'),
      };
    },
  },
];
