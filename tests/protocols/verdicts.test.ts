// Tests of what the registry says of each protocol, against what check says.

import { describe, expect, test } from 'vitest';
import type { ProtocolEntry } from '../../src/protocols/index.js';
import { protocols } from '../../src/protocols/index.js';
import { propertiesThatAre } from '../../src/results/check-result.js';
import { scenarios } from '../../src/scenarios/index.js';
import type { Property } from '../../src/violations/table.js';
import { type Violation, violations } from '../../src/violations/table.js';
import { check } from '../runs.js';

type Request = Parameters<typeof check>[0];

async function shown(request: Request): Promise<Property[]> {
  const result = await check(request, { maxStates: 5_000_000 });
  expect(result.complete).toBe(true);
  return propertiesThatAre('violated', result).sort();
}

function demonstrationOf({ name, demonstration }: ProtocolEntry): Request {
  const {
    shows: _shows,
    outOfReach: _reason,
    ...request
  } = demonstration as NonNullable<ProtocolEntry['demonstration']>;
  return { protocol: name, ...request };
}

const broken = protocols.filter(({ sound }) => !sound);

test.each(broken.map((entry) => [entry.name, entry] as const))(
  '%s shows what is said, where it is said',
  async (_name, entry) => {
    expect(await shown(demonstrationOf(entry))).toEqual([...(entry.demonstration?.shows ?? [])].sort());
  },
);

test('only what breaks has a demonstration', () => {
  expect(protocols.filter(({ demonstration }) => demonstration)).toEqual(broken);
});

// No count overflows in 32 bits.
describe.each(scenarios.map(({ name }) => name))('in %s', (scenario) => {
  test.each(protocols.map((entry) => [entry.name, entry] as const))('%s shows nothing else', async (_name, entry) => {
    for (const dtor of ['captured', 'looked-up'] as const) {
      const found = await shown({ protocol: entry.name, scenario, dtor, width: 32 });
      const known: readonly string[] = dtor === 'captured' ? entry.shows : [...entry.shows, ...(entry.mistypes ?? [])];
      expect(found.filter((violation) => !known.includes(violation))).toEqual([]);
    }
  });
});

test.each(protocols.map((entry) => [entry.name, entry] as const))(
  '%s shows type confusions although the type is looked up just as is said',
  async (_name, { name: protocol, mistypes = [] }) => {
    const found = new Set<string>();
    for (const { name: scenario } of scenarios) {
      for (const property of await shown({ protocol, scenario, dtor: 'looked-up', width: 32 })) {
        if (property.startsWith('typeConfusion')) found.add(property);
      }
    }
    expect([...found].sort()).toEqual([...mistypes].sort());
  },
);

/** Without the detector the protocol would pass there: each detector is needed. */
const NEEDED: Readonly<Record<Exclude<Violation, `typeConfusion${string}` | 'liveReset'>, Request>> = {
  stolenFree: { protocol: 'v4', scenario: 'email', dtor: 'looked-up' },
  doubleFree: { protocol: 'both-destroy', scenario: 'freezer', dtor: 'looked-up' },
  useAfterFree: { protocol: 'plain-init-before-type', scenario: 'walker', dtor: 'looked-up' },
  touchedFreed: {
    protocol: 'inverted-bit',
    scenario: 'folio-walker',
    threads: 2,
    reclaim: 'at-once',
    dtor: 'looked-up',
  },
  leak: { protocol: 'split-put', scenario: 'two-puts', dtor: 'looked-up' },
  underflow: { protocol: 'count-off-by-one', scenario: 'mixed', dtor: 'looked-up' },
  lostOverflow: { protocol: 'forgot-step-2', scenario: 'allocator', dtor: 'looked-up' },
  brokenFreeze: {
    protocol: 'freeze-in-place',
    scenario: 'freezer',
    roles: ['first holder', 'freezer'],
    dtor: 'looked-up',
  },
  assertion: { protocol: 'through-zero', scenario: 'freezer', dtor: 'looked-up' },
};

test.each(Object.entries(NEEDED))('%s alone finds out a protocol', async (violation, request) => {
  expect(await shown(request)).toEqual([violation]);
});

test('every detector is needed, but for two that imply another, and for an observation', async () => {
  const others = ['typeConfusionStolenFree', 'typeConfusionStaleGet', 'liveReset'];
  expect([...Object.keys(NEEDED), ...others].sort()).toEqual([...violations].sort());
  expect(propertiesThatAre('observed', await check({ protocol: 'old', scenario: 'email' }))).toEqual([
    'typeConfusionStaleGet',
  ]);
  expect(await shown({ protocol: 'v4', scenario: 'walker', dtor: 'captured' })).toEqual([
    ...['stolenFree', 'typeConfusionStolenFree'],
  ]);
});

test('a reset of a live page is told at its step, long before the leak that comes of it', async () => {
  const request = { protocol: 'v4-blind-loop', scenario: 'overflow', width: 3, rounds: 3, dtor: 'looked-up' } as const;
  const { witnesses } = await check(request);
  const length = (property: Property) => witnesses.find((witness) => witness.property === property)?.steps.length;
  expect([length('liveReset'), length('leak')]).toEqual([8, 16]);
});
