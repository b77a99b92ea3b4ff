// The checker on the protocols: what it finds, how short, and what it refuses.

import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MEMORY_MODELS } from '../../src/memory-facts.js';
import { functionOf } from '../../src/report/witness.js';
import type { CheckResult } from '../../src/results/check-result.js';
import { UsageError } from '../../src/usage-error.js';
import { check } from '../runs.js';
import { inSlow } from '../slow.js';

describe('the report', () => {
  test('its shortest schedule under v4, step by step', async () => {
    const { witness, verdict } = await check({ protocol: 'v4', scenario: 'email' });
    expect(verdict).toBe('violated');
    expect(witness).toMatchObject({
      property: 'typeConfusionStolenFree',
      schedule: 'a5b5c5a',
      countAccesses: 8,
      switches: 3,
    });
    const told = witness?.steps.map(
      ({ thread, path, operation, location, before, after, half }) =>
        `T${thread + 1} ${functionOf(path)} ${operation} ${location} ${before} -> ${after}${half ? ` (${half})` : ''}`,
    );
    const FROZEN = -(2 ** 31);
    expect(told).toEqual([
      'T1 claim load generation 0 -> 0',
      'T1 claim compareExchange generation 0 -> 1',
      'T1 setUp store type 0 -> 1',
      `T1 init store refcount ${FROZEN} -> 1`,
      'T1 put fetchSub refcount 1 -> 0 (1)',
      'T2 tryGet fetchAdd refcount 0 -> 1',
      'T2 lookup load slot -1 -> -1',
      'T2 put fetchSub refcount 1 -> 0 (1)',
      `T2 put compareExchange refcount 0 -> ${FROZEN} (2)`,
      'T2 advanceGeneration compareExchange generation 1 -> 2',
      'T3 claim load generation 2 -> 2',
      'T3 claim compareExchange generation 2 -> 3',
      'T3 setUp store type 1 -> 2',
      `T3 init store refcount ${FROZEN} -> 1`,
      'T3 put fetchSub refcount 1 -> 0 (1)',
      `T1 put compareExchange refcount 0 -> ${FROZEN} (2)`,
    ]);
    expect(witness?.steps.at(-1)?.notes).toContainEqual({
      kind: 'violation',
      property: 'typeConfusionStolenFree',
      page: 0,
      word: FROZEN,
      heldGeneration: 1,
      believedType: 1,
      generation: 3,
      type: 2,
    });
    expect(witness?.steps.at(-1)?.source).toMatch(/^v4\.ts:\d+$/);
  });

  test('a type that is looked up is right; the free is stolen all the same', async () => {
    const { properties } = await check({ protocol: 'v4', scenario: 'email', dtor: 'looked-up' });
    expect(properties).toMatchObject({
      stolenFree: 'violated',
      typeConfusionStolenFree: 'holds',
      typeConfusionStaleGet: 'holds',
    });
  });

  test('two puts alone do not race', async () => {
    expect((await check({ protocol: 'v4', scenario: 'two-puts', rounds: 3 })).verdict).toBe('clean');
  });
});

test('a window behind a store is a place to be held up at, not between the steps of a put', async () => {
  const request = { protocol: 'plain-init-before-type', scenario: 'walker', dtor: 'looked-up' } as const;
  const { witness } = await check(request);
  expect(witness?.steps.map(({ operation }) => operation)).toContain('store');
  expect(witness?.steps.flatMap(({ half }) => half || [])).toEqual([]);
});

describe('a type confusion for a stale get', () => {
  const STALE = { protocol: 'old', scenario: 'stale' } as const;
  const property = 'typeConfusionStaleGet';

  test('is an observation where the destructor is captured: told, with its witness, and no violation', async () => {
    const result = await check(STALE);
    expect(result).toMatchObject({ verdict: 'clean', properties: { [property]: 'observed' }, witness: null });
    expect(result.witnesses.map((witness) => witness.property)).toEqual([property]);
    expect(result.notes.join()).toContain('An observation, no violation: type confusion, stale get.');
  });

  test('decides where it is asked for by name', async () => {
    const result = await check(STALE, { properties: [property] });
    expect(result).toMatchObject({
      verdict: 'violated',
      properties: { [property]: 'violated' },
      witness: { property },
    });
    expect(result.notes.join()).not.toContain('observation');
  });

  test('stands behind the violations', async () => {
    const { witness, witnesses } = await check({ protocol: 'v4', scenario: 'email' });
    expect(witness?.property).toBe('typeConfusionStolenFree');
    expect(witnesses.map((found) => found.property)).toEqual(['typeConfusionStolenFree', 'stolenFree', property]);
  });

  test('is a violation where the type was looked up: the page was counted before it had its type', async () => {
    const { properties } = await check({ protocol: 'zeroing-allocator', scenario: 'email', dtor: 'looked-up' });
    expect(properties[property]).toBe('violated');
  });
});

describe('what holds, for what', () => {
  const noteOf = async (...run: Parameters<typeof check>) =>
    (await check(...run)).notes.filter((note) => /for these threads and rounds/.test(note));

  test.each(['sc', 'ra', 'lkmm'] as const)('is said of what holds, and of nothing else, under %s', async (memory) => {
    const request = { protocol: 'v4', scenario: 'email', memory } as const;
    expect(await noteOf({ ...request, protocol: 'old' })).toEqual([expect.stringMatching(/^Holds for/)]);
    expect(await noteOf(request)).toEqual([expect.stringMatching(/^What holds, holds for/)]);
    expect(await noteOf(request, { properties: ['stolenFree'] })).toEqual([]);
  });
});

describe('overflow: when failed gets take the frozen bit away', () => {
  async function lost(
    protocol: string,
    width: number,
    getters: number,
    rounds: number,
    resetAfter: number | null = null,
  ) {
    const roles = Array<string>(getters).fill('late getter');
    const { properties } = await check({ protocol, scenario: 'overflow', roles, width, rounds, resetAfter });
    return properties.lostOverflow === 'violated';
  }

  test.each(inSlow([3, 4, 5], [3, 4]))(
    'no reset, %i bits: 2^(width-1) failed gets, however few threads',
    async (width) => {
      expect(await lost('no-reset', width, 1, 2 ** (width - 1) - 1)).toBe(false);
      expect(await lost('no-reset', width, 1, 2 ** (width - 1))).toBe(true);
    },
  );

  test.each(inSlow([3, 4, 5], [3, 4]))(
    'one-shot reset, %i bits: one thread never, two that alternate',
    async (width) => {
      expect(await lost('v4-rfc', width, 1, 2 ** width)).toBe(false);
      expect(await lost('v4-rfc', width, 2, 2 ** (width - 2) - 1)).toBe(false);
      expect(await lost('v4-rfc', width, 2, 2 ** (width - 2))).toBe(true);
    },
  );

  const thresholds: readonly [width: number, resetAfter: number | null, threads: number][] = [
    [3, null, 3],
    [4, 6, 3],
    [4, 7, 2],
    [4, null, 5],
    [5, 13, 4],
  ];
  test.each(inSlow(thresholds, thresholds.slice(0, 3)))(
    'v4, %i bits, reset after %s: needs %i threads at once',
    async (width, resetAfter, threads) => {
      const rounds = 2 ** (width - 2);
      expect(await lost('v4', width, threads - 1, rounds, resetAfter)).toBe(false);
      expect(await lost('v4', width, threads, rounds, resetAfter)).toBe(true);
    },
  );

  test('a loop that does not look freezes the next owner', async () => {
    const request = { scenario: 'overflow', width: 3, rounds: 2, dtor: 'looked-up' } as const;
    const leaks = async (protocol: string) => (await check({ ...request, protocol })).properties.leak;
    expect(await leaks('v4-blind-loop')).toBe('violated');
    expect(await leaks('v4')).toBe('holds');
  });
});

describe('limits', () => {
  test.each(MEMORY_MODELS)('roles that do nothing are never clean (%s)', async (memory) => {
    const scenario = fileURLToPath(new URL('../fixtures/idle.ts', import.meta.url));
    const result = await check({ protocol: 'old', scenario, memory });
    expect(result).toMatchObject({ verdict: 'inconclusive', depth: 0 });
    expect(result.notes[0]).toBe('no thread takes a step: nothing was explored');
  });

  test('a limit that was hit is never clean', async () => {
    const result = await check({ protocol: 'old', scenario: 'getters', dtor: 'looked-up' }, { maxStates: 100 });
    expect(result).toMatchObject({ verdict: 'inconclusive', complete: false });
    expect(result.frontier).toBeGreaterThan(0);
    expect(new Set(Object.values(result.properties))).toEqual(new Set(['unknown']));
    expect(result.notes[0]).toMatch(/still to expand/);
  });

  test.each([
    [{ protocol: 'v6' }, /unknown protocol "v6".*Did you mean "v4"/],
    [{ scenario: 'emial' }, /unknown scenario "emial".*Did you mean "email"/],
    [{ threads: 4 }, /2 to 3 threads, not 4: its roles are T1, T2, T3/],
    [{ roles: ['T1', 'T9'] }, /unknown role "T9"/],
    [{ width: 2 }, /width must be a whole number from 3 to 32, not 2/],
    [{ width: 33 }, /width/],
    [{ rounds: 0 }, /rounds/],
    [{ slots: 3 }, /power of two/],
    [{ width: 4, resetAfter: 8 }, /reset after/],
  ])('%j is refused', async (request, message) => {
    await expect(check(request)).rejects.toThrow(message);
    await expect(check(request)).rejects.toThrow(UsageError);
  });
});

test.each(['email', 'stale', 'getters', 'freezer'])(
  '%s: the symmetry reduction changes no verdict',
  async (scenario) => {
    for (const protocol of inSlow(['v4', 'or-freeze', 'old', 'zeroing-allocator'], ['v4', 'or-freeze'])) {
      const plain = await check({ protocol, scenario }, { reductions: { symmetry: false } });
      const reduced = await check({ protocol, scenario }, { reductions: { symmetry: true } });
      expect(reduced.properties).toEqual(plain.properties);
      expect(reduced.finals).toBe(plain.finals);
      expect(reduced.states).toBeLessThanOrEqual(plain.states);
      const sizes = (result: CheckResult) =>
        result.witnesses.map(({ property, steps, switches }) => [property, steps.length, switches]);
      expect(sizes(reduced)).toEqual(sizes(plain));
    }
  },
);
