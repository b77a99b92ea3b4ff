// What was said about the protocols' properties. Each is explored in every scenario that can show it.

import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult } from '../results/check-result.js';
import { type Property, violations } from '../violations/table.js';
import type { Claim, Finding, Instruments } from './claim.js';
import { violated } from './instruments.js';
import { exhibit, explored, length, witnessOf } from './telling.js';

const SCENARIOS = ['email', 'stale', 'two-puts', 'getters', 'freezer', 'allocator', 'mixed', 'walker'];

function inEveryScenario(instruments: Instruments, request: CheckRequest): Promise<CheckResult[]> {
  return Promise.all(SCENARIOS.map((scenario) => instruments.check({ ...request, scenario })));
}

function bounds(results: readonly CheckResult[]): string {
  const states = results.reduce((sum, result) => sum + result.states, 0);
  const threads = Math.max(...results.map(({ config }) => config.roles.length));
  const complete = results.every((result) => result.complete) ? 'every interleaving' : 'not all interleavings';
  return `${complete} of ${results.length} scenarios (${SCENARIOS.join(', ')}), up to ${threads} threads, sequential consistency: ${states} states`;
}

/** Which of `results` violate one of `properties`. */
function breaking(results: readonly CheckResult[], properties: readonly Property[]): CheckResult[] {
  return results.filter((result) => violated(result).some((name) => properties.includes(name)));
}

/** Without the stale get: any protocol shows it when the destructor is captured. */
const LIFETIME: readonly Property[] = violations.filter((violation) => violation !== 'typeConfusionStaleGet');

export const propertyClaims: readonly Claim[] = [
  {
    id: 'C3',
    who: 'Zi Yan, 21 Jun',
    message: '2606.2/07654.html',
    claim: 'tryGet never takes a count of 0',
    async settle(instruments) {
      const v4 = await instruments.check({ protocol: 'v4', scenario: 'email' });
      const old = await inEveryScenario(instruments, { protocol: 'old', dtor: 'looked-up' });
      const took = witnessOf(v4, 'stolenFree')?.steps.find(
        ({ path, operation, before, after }) =>
          path.includes('tryGet') && operation === 'fetchAdd' && before === 0 && after === 1,
      );
      const broken = breaking(old, LIFETIME);
      const oldHolds = broken.length === 0 && old.every((result) => result.complete);
      return {
        verdict:
          took && oldHolds ? 'confirmed under conditions' : took && broken.length > 0 ? 'refuted' : 'not decided here',
        evidence: `old: ${oldHolds ? 'holds (a get on 0 would be a use after free or a double free, and there is none)' : 'not shown to hold'}; v4: refuted, tryGet takes ${took ? `[0 -> 1] at ${took.source}` : 'no 0 that we saw'}`,
        bound: `old: ${bounds(old)}; v4: ${explored(v4)}`,
        commands: [
          'reftorture check --protocol v4 --scenario email',
          'reftorture check --protocol old --scenario getters --dtor looked-up',
        ],
        ...exhibit(v4, 'stolenFree'),
      };
    },
  },
  {
    id: 'C4',
    who: 'Zi Yan, 21 Jun',
    message: '2606.2/07654.html',
    claim: 'freezing first, then reaching zero, would work',
    settle: freezeFirst,
  },
  {
    id: 'C7',
    who: 'Hildenbrand, 22 Jun',
    message: '2606.2/08506.html',
    claim: 'the same confusion exists today: tryGet and put on a page that stopped being a folio',
    async settle(instruments) {
      const result = await instruments.check({ protocol: 'old', scenario: 'stale' });
      const natural = await instruments.race({ protocol: 'old', scenario: 'stale', durationMs: 2000 });
      const witness = witnessOf(result, 'typeConfusionStaleGet');
      return {
        verdict: witness ? 'confirmed' : result.complete ? 'refuted' : 'not decided here',
        evidence: witness
          ? `old runs the wrong destructor by a stale get (${length(witness)}; ${natural.violations.typeConfusion.staleGet} in 2 s of racing), if the destroyer acts on its own belief; stolen frees: ${violated(result).includes('stolenFree') || natural.violations.stolenFree > 0 ? 'some' : 'none'}`
          : 'old never runs a wrong destructor',
        bound: explored(result),
        commands: [
          'reftorture check --protocol old --scenario stale',
          'reftorture race --protocol old --scenario stale --duration 2s',
        ],
        ...exhibit(result, 'typeConfusionStaleGet'),
      };
    },
  },
  {
    id: 'C8',
    who: 'Torvalds, 21 Jun',
    message: '2606.2/08092.html',
    claim: 'exactly one entity runs the destructor',
    async settle(instruments) {
      const results = await inEveryScenario(instruments, { protocol: 'v4' });
      const broken = breaking(results, ['doubleFree', 'leak']);
      const stolen = breaking(results, ['stolenFree']);
      const complete = results.every((result) => result.complete);
      return {
        verdict: broken.length > 0 ? 'refuted' : complete ? 'confirmed' : 'not decided here',
        evidence:
          broken.length > 0
            ? `not in ${broken.map(({ config }) => config.scenario).join(', ')}`
            : `each generation is destroyed exactly once (no double free, no leak); but by the wrong put in ${stolen.map(({ config }) => config.scenario).join(', ') || 'no scenario'}`,
        bound: bounds(results),
        commands: SCENARIOS.map(
          (scenario) => `reftorture check --protocol v4 --scenario ${scenario} --property doubleFree,leak`,
        ),
      };
    },
  },
  {
    id: 'C12',
    who: 'Hildenbrand, 4 Mar',
    claim: 'step 2 cannot be a plain atomic OR',
    settle: (instruments) => breaks(instruments, 'or-freeze', 'doubleFree'),
  },
  {
    id: 'C13',
    who: 'Hildenbrand, 5 Mar',
    claim: 'a page resting at 0 without the frozen bit can be taken by a speculative get',
    settle: (instruments) => breaks(instruments, 'zeroing-allocator', 'useAfterFree'),
  },
];

/** C4: every scenario, and the overflow, which freezing first does not prevent. */
async function freezeFirst(instruments: Instruments): Promise<Finding> {
  const protocol = 'freeze-first';
  const results = await inEveryScenario(instruments, { protocol, dtor: 'looked-up' });
  const crowd = await instruments.check(
    {
      protocol,
      scenario: 'overflow',
      width: 3,
      rounds: 4,
      dtor: 'looked-up',
      roles: ['late getter', 'late getter', 'late getter'],
    },
    { properties: ['lostOverflow'] },
  );
  const broken = breaking(results, LIFETIME);
  const complete = results.every((result) => result.complete);
  const overflows = violated(crowd).includes('lostOverflow');
  return {
    verdict:
      broken.length > 0
        ? 'refuted'
        : !complete
          ? 'not decided here'
          : overflows
            ? 'confirmed under conditions'
            : 'confirmed',
    evidence:
      broken.length > 0
        ? `violated: ${broken.map((result) => `${violated(result).join(', ')} in ${result.config.scenario}`).join('; ')}`
        : `no violation in any of ${SCENARIOS.length} scenarios when the destructor is looked up${overflows ? "; it shares v4's overflow, 2^(W-2) + 1 getters inside tryGet at once (3 bits, 3 threads)" : ''}`,
    bound: bounds(results),
    commands: [
      ...SCENARIOS.map((scenario) => `reftorture check --protocol ${protocol} --scenario ${scenario} --dtor looked-up`),
      `reftorture check --protocol ${protocol} --scenario overflow --width 3 --rounds 4 --roles 'late getter,late getter,late getter'`,
    ],
  };
}

/** That `protocol` shows `property` in the reported scenario. */
async function breaks(instruments: Instruments, protocol: string, property: Property): Promise<Finding> {
  const result = await instruments.check({ protocol, scenario: 'email' });
  const witness = witnessOf(result, property);
  return {
    verdict: witness ? 'confirmed' : result.complete ? 'refuted' : 'not decided here',
    evidence: witness
      ? `${protocol}: ${violated(result).join(', ')} (${property}: ${length(witness)})`
      : 'no violation',
    bound: explored(result),
    commands: [`reftorture check --protocol ${protocol} --scenario email --property ${property}`],
    ...exhibit(result, property),
  };
}
