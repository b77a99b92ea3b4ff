// Answers made up for tests.

import { claims } from '../../src/claims/index.js';
import type { ClaimCombination, ClaimPart, ClaimResult, ClaimsResult } from '../../src/results/claims-result.js';
import { ENVIRONMENT } from './result-fixtures.js';

export function partFixture(rest: Partial<ClaimPart> = {}): ClaimPart {
  return {
    id: 'a',
    label: 'held',
    question: 'Does it?',
    answer: 'yes',
    qualifier: null,
    evidence: 'a witness of two steps',
    strength: 'explored',
    details: ['first this, then that'],
    bound: 'every interleaving of two threads',
    commands: ['reftorture check --protocol v4'],
    witness: null,
    ...rest,
  };
}

export function claimFixture(rest: Partial<ClaimResult> = {}): ClaimResult {
  const link = 'https://lkml.iu.edu/hypermail/linux/kernel/2606.2/08506.html';
  return {
    id: 'C6',
    who: 'Hildenbrand, 22 Jun',
    kind: 'stated',
    date: '2026-06-22',
    link,
    title: 'then look the type up',
    claim: 'once step 2 is won, the type can be looked up on the page',
    parts: [partFixture()],
    evidence: 'a witness of two steps',
    details: [],
    bound: 'every interleaving of two threads',
    commands: ['reftorture check --protocol v4'],
    witness: null,
    elapsedMs: 12,
    ...rest,
  };
}

/** Combinations of each kind: broken and raced, broken and not seen, and holding. */
export const COMBINATIONS: readonly ClaimCombination[] = [
  {
    protocol: 'freeze-first',
    reclaim: 'type-stable',
    section: null,
    verdict: 'violated',
    violated: ['stolenFree', 'touchedFreed'],
    states: 123_456,
    shortest: { property: 'touchedFreed', scenario: 'folio-walker', steps: 41, token: 'v4,folio-walker@0:a1' },
    releaseAcquire: null,
    race: {
      scenario: 'folio-index',
      stall: 'spin:10000',
      heldUp: 20_000,
      violation: 'touchedFreed',
      events: 11_200,
      durationMs: 1000,
      perSecond: { median: 11_200, low: 10_990, high: 11_410 },
    },
  },
  {
    protocol: 'v4',
    reclaim: 'grace',
    section: 'put-outside',
    verdict: 'violated',
    violated: ['touchedFreed'],
    states: 7,
    shortest: { property: 'touchedFreed', scenario: 'folio-email', steps: 41, token: 'v4,folio-email@0:a1' },
    releaseAcquire: null,
    race: {
      scenario: 'folio-email',
      stall: 'spin:10000',
      heldUp: 0,
      violation: 'touchedFreed',
      events: 0,
      durationMs: 1000,
      perSecond: { median: 0, low: 0, high: 3.69 },
    },
  },
  {
    protocol: 'old',
    reclaim: 'grace',
    section: 'put-inside',
    verdict: 'clean',
    violated: [],
    states: 63_031,
    shortest: null,
    releaseAcquire: { verdict: 'violated', violated: ['useAfterFree'], states: 554_005 },
    race: null,
  },
];

export function claimsFixture(rows: readonly ClaimResult[] = [claimFixture()]): ClaimsResult {
  return {
    schema: 'reftorture/claims@1',
    quick: true,
    environment: ENVIRONMENT,
    claims: rows,
    elapsedMs: 34,
    interrupted: false,
  };
}

/** Every row with the answer that takes the most room in each of its parts. */
export function widestClaims(): ClaimsResult {
  return claimsFixture(
    claims.map(({ id, speaker, kind, title, sentence, parts }) => ({
      ...claimFixture({ id, who: `${speaker}, 22 Jun`, kind, title, claim: sentence }),
      parts: parts.map((part) =>
        partFixture({ id: part.id, label: part.label, answer: 'not decided here', qualifier: 'for a reason' }),
      ),
    })),
  );
}
