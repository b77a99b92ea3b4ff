// Verdicts: of the claims that exploring settles for good, and of the others the rule, on evidence made up for the test.

import { describe, expect, test } from 'vitest';
import type { Instruments } from '../../src/claims/claim.js';
import { claims, settleClaims } from '../../src/claims/index.js';
import { CachedInstruments } from '../../src/claims/instruments.js';
import type { CheckRequest } from '../../src/requests/check-request.js';
import type { CheckResult, Witness } from '../../src/results/check-result.js';
import type { ClaimVerdict } from '../../src/results/claims-result.js';
import type { RaceResult } from '../../src/results/race-result.js';
import type { ReplayResult } from '../../src/results/replay-result.js';
import type { ScaleResult, ScaleSeries } from '../../src/results/scale-result.js';
import type { Property } from '../../src/violations/table.js';

const claim = (id: string): (typeof claims)[number] => claims.find((one) => one.id === id) as (typeof claims)[number];

describe('the list of claims', () => {
  test('holds C1 to C18, in order', () => {
    expect(claims.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, index) => `C${index + 1}`));
  });

  test('refuses a claim that there is not', async () => {
    await expect(settleClaims({ quick: true, ids: ['C19'] })).rejects.toThrow('unknown claim "C19"');
  });

  test('stops between runs when it is interrupted', async () => {
    const result = await settleClaims({ quick: true, ids: ['C5'], signal: AbortSignal.abort() });
    expect(result).toMatchObject({ interrupted: true, claims: [] });
  });
});

describe('claims that are explored', () => {
  const instruments = new CachedInstruments({ quick: true });
  const explored: [string, ClaimVerdict, RegExp][] = [
    ['C1', 'confirmed', /^shortest witness: 16 steps, 8 on the count word; .* 10 times, 10 agree$/],
    ['C3', 'confirmed under conditions', /old: holds .* v4: refuted, tryGet takes \[0 -> 1\] at v4\.ts:\d+$/],
    [
      'C4',
      'confirmed under conditions',
      /no violation in any of 8 scenarios when the destructor is looked up; it shares v4's overflow/,
    ],
    ['C5', 'refuted', /step 2 wins although others incremented/],
    ['C6', 'confirmed under conditions', /^right under sequential consistency; .*Wrong under .*relaxed step 2$/],
    ['C8', 'confirmed', /destroyed exactly once .* wrong put in email/],
    ['C9', 'confirmed under conditions', /its recheck fails, it puts, and the free is stolen/],
    ['C10', 'refuted', /no violation$/],
    ['C11', 'confirmed under conditions', /2\^30 \+ 1 threads/],
    ['C12', 'confirmed', /or-freeze: .*doubleFree/],
    ['C13', 'confirmed', /zeroing-allocator: .*useAfterFree/],
    ['C14', 'refuted', /a stolen free is left as well .* one-shot reset: two threads/],
  ];

  test.each(explored)('%s is %s', async (id, verdict, evidence) => {
    const finding = await claim(id).settle(instruments);
    expect(finding.verdict).toBe(verdict);
    expect(finding.evidence).toMatch(evidence);
    expect(finding.bound).toMatch(/every interleaving/);
    expect(finding.commands.length).toBeGreaterThan(0);
  });
});

/** Instruments whose checks, races and measurements are given. */
function withResults(given: {
  check?: (request: CheckRequest) => Partial<CheckResult>;
  replay?: () => Partial<ReplayResult>;
  race?: (scenario: string) => { stolenFree: number };
  firstViolationMs?: number;
  scale?: (protocol: string, threads: number) => [low: number, median: number, high: number];
}): Instruments {
  return {
    quick: true,
    check: async (request) => {
      if (!given.check) throw new Error('not asked for');
      const config = { scenario: 'email', ...request, roles: ['T1', 'T2'], rounds: 1, pages: 1, memory: 'sc' };
      return {
        config,
        complete: true,
        states: 5,
        properties: {},
        witnesses: [],
        ...given.check(request),
      } as CheckResult;
    },
    replay: async () => {
      if (!given.replay) throw new Error('not asked for');
      return given.replay() as ReplayResult;
    },
    race: async ({ scenario = 'email' }) =>
      ({
        durationMs: 1000,
        firstViolationMs: given.firstViolationMs ?? 2,
        totals: { operations: 1000 },
        config: { threads: 2, pin: true },
        workers: [{ cpu: 0 }, { cpu: 1 }],
        violations: { ...given.race?.(scenario) },
      }) as unknown as RaceResult,
    scale: async ({ protocols = [], workloads = [] }) => {
      const series = protocols.flatMap((protocol) =>
        [1, 2].map((threads) => {
          const [low, median, high] = given.scale?.(protocol, threads) ?? [1, 1, 1];
          return {
            protocol,
            threads,
            engine: 'wasm',
            oversubscribed: false,
            speedupVsOld: { low, median, high },
          } as ScaleSeries;
        }),
      );
      return { config: { protocols, workloads, trials: 9, durationMs: 40 }, series } as unknown as ScaleResult;
    },
  };
}

describe('claims of which the evidence is made up', () => {
  const ids = ['C1', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11', 'C12', 'C13', 'C14'];

  test.each(ids)('%s is not decided where nothing was seen, and not everything explored', async (id) => {
    const finding = await claim(id).settle(withResults({ check: () => ({ complete: false }) }));
    expect(finding.verdict).toBe('not decided here');
  });

  test.each<[id: string, Property, ClaimVerdict]>([
    ['C4', 'leak', 'refuted'],
    ['C8', 'leak', 'refuted'],
    ['C8', 'doubleFree', 'refuted'],
    ['C8', 'stolenFree', 'confirmed'],
    ['C10', 'stolenFree', 'confirmed'],
    ['C10', 'livelock', 'refuted'],
  ])('%s with a %s everywhere is %s', async (id, property, verdict) => {
    const evidence = withResults({ check: () => ({ properties: { [property]: 'violated' } }) });
    expect((await claim(id).settle(evidence)).verdict).toBe(verdict);
  });

  test.each([
    [10, 'confirmed'],
    [9, 'not decided here'],
  ] as const)('C1 of which %d of 10 replays agree is %s', async (agreed, verdict) => {
    const witness = { property: 'typeConfusionStolenFree', steps: [], token: 'token' } as unknown as Witness;
    const evidence = withResults({ check: () => ({ witnesses: [witness] }), replay: () => ({ replays: 10, agreed }) });
    expect((await claim('C1').settle(evidence)).verdict).toBe(verdict);
  });
});

describe('claims that are sampled', () => {
  test.each([
    [0, 0, 'not decided here'],
    [500, 0, 'refuted'],
    [500, 3, 'refuted'],
  ] as const)('C2 with %d stolen frees in email and %d in mixed is %s', async (email, mixed, verdict) => {
    const evidence = withResults({ race: (scenario) => ({ stolenFree: scenario === 'email' ? email : mixed }) });
    expect((await claim('C2').settle(evidence)).verdict).toBe(verdict);
  });

  test('C2 gives its times as people write them', async () => {
    const evidence = withResults({ race: () => ({ stolenFree: 5 }), firstViolationMs: 240.4 });
    const { evidence: sentence, details } = await claim('C2').settle(evidence);
    expect(sentence).toContain('first after a median of 240 ms');
    expect(details).toContain('time to the first, 5 runs: 240, 240, 240, 240, 240 ms');
  });
});

describe('claims that are measured', () => {
  const contended = (low: number, median: number, high: number) =>
    withResults({
      scale: (protocol, threads) => (protocol === 'v4' && threads === 2 ? [low, median, high] : [1, 1, 1]),
    });

  test.each([
    [1.2, 1.4, 1.6, 'confirmed'],
    [0.6, 0.8, 0.9, 'refuted'],
    [0.9, 1.2, 1.5, 'not decided here'],
  ] as const)('C15 with a contended ratio of [%d, %d, %d] is %s', async (low, median, high, verdict) => {
    expect((await claim('C15').settle(contended(low, median, high))).verdict).toBe(verdict);
  });

  test.each([
    [0.5, 0.6, 0.7, 'confirmed'],
    [1.1, 1.2, 1.3, 'not decided here'],
    [0.9, 1.0, 1.1, 'not decided here'],
  ] as const)('C16 with a ratio of [%d, %d, %d] is %s', async (low, median, high, verdict) => {
    const evidence = withResults({ scale: (protocol) => (protocol === 'v4' ? [low, median, high] : [1, 1, 1]) });
    expect((await claim('C16').settle(evidence)).verdict).toBe(verdict);
  });

  test.each([
    [[1.4, 1.5, 1.6], [1.4, 1.45, 1.5], 'confirmed'],
    [[1.4, 1.5, 1.6], [0.9, 1.0, 1.1], 'refuted'],
    [[1.4, 1.5, 1.6], [0.9, 1.2, 1.5], 'not decided here'],
    [[0.9, 1.1, 1.3], [1.4, 1.5, 1.6], 'not decided here'],
  ] as const)('C17 with v4 at %j and assume-one at %j is %s', async (v4, assumed, verdict) => {
    const evidence = withResults({
      scale: (protocol, threads) =>
        threads === 2 && protocol === 'v4'
          ? [...v4]
          : threads === 2 && protocol === 'assume-one'
            ? [...assumed]
            : [1, 1, 1],
    });
    expect((await claim('C17').settle(evidence)).verdict).toBe(verdict);
  });

  test.each([
    [0.98, 1.0, 1.02, 'confirmed'],
    [0.7, 0.8, 0.9, 'refuted'],
    [0.96, 0.97, 0.99, 'not decided here'],
    [0.9, 1.0, 1.1, 'not decided here'],
  ] as const)('C18 with a ratio of [%d, %d, %d] is %s', async (low, median, high, verdict) => {
    const evidence = withResults({ scale: (protocol) => (protocol === 'v4' ? [low, median, high] : [1, 1, 1]) });
    expect((await claim('C18').settle(evidence)).verdict).toBe(verdict);
  });
});
