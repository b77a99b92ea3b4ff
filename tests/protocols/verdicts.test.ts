// The registry's word for each protocol against what check says, in every scenario.

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectationOf, mismatch } from '../../src/analysis/expectation.js';
import type { ProtocolEntry } from '../../src/protocols/index.js';
import { protocols } from '../../src/protocols/index.js';
import type { CheckResult } from '../../src/results/check-result.js';
import { propertiesThatAre } from '../../src/results/verdicts.js';
import { findsOf } from '../../src/scenarios/finds.js';
import { scenarios } from '../../src/scenarios/index.js';
import type { Property } from '../../src/violations/table.js';
import { type Violation, violations } from '../../src/violations/table.js';
import { check } from '../runs.js';
import { isPlayed, SLOW } from '../slow.js';

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

const DTORS = ['captured', 'looked-up'] as const;
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

/** Returns whether the matrix below has the cell: by default each protocol is played in some scenarios. */
function isCell({ sound }: ProtocolEntry, row: number, column: number, policy: number): boolean {
  return isPlayed(row, column + policy, sound ? 8 : 12);
}

/** The scenario overflow has a narrow word of its own; in 32 bits no count overflows. */
const POLICIES = DTORS.flatMap((dtor) => [{ dtor }, { dtor, width: 32 }]);
const isOther = (scenario: string, { width }: { readonly width?: number }): boolean =>
  width === undefined || scenario === 'overflow';

const CELLS: readonly Request[] = protocols.flatMap((entry, row) =>
  scenarios.flatMap(({ name: scenario }, column) =>
    POLICIES.filter((policy) => isOther(scenario, policy)).flatMap((policy, index) =>
      isCell(entry, row, column, index) ? [{ protocol: entry.name, scenario, ...policy }] : [],
    ),
  ),
);

describe('every protocol in every scenario', () => {
  let matrix: readonly CheckResult[];
  beforeAll(async () => {
    const results: CheckResult[] = [];
    for (const cell of CELLS) results.push(await check(cell));
    matrix = results;
  }, 600_000);

  test('is decided, and nothing livelocks', () => {
    expect(matrix.filter(({ complete }) => !complete)).toEqual([]);
    expect(matrix.filter(({ properties }) => properties.livelock !== 'holds')).toEqual([]);
    expect(new Set(matrix.map(({ config }) => config.protocol)).size).toBe(protocols.length);
    expect(new Set(matrix.map(({ config }) => config.scenario)).size).toBe(scenarios.length);
  });

  test.each(protocols.map((entry) => [entry.name, entry] as const))(
    '%s shows nothing but what the registry says',
    (name, entry) => {
      const cells = matrix.filter(({ config }) => config.protocol === name);
      expect(cells.length).toBeGreaterThan(0);
      const unexpected = cells.flatMap(({ config: { dtor, width, roles }, witnesses, ...result }) => {
        const known: readonly string[] =
          dtor === 'captured' ? entry.shows : [...entry.shows, ...(entry.mistypes ?? [])];
        const violated = width === 32 ? propertiesThatAre('violated', result) : []; // a narrow count may overflow
        const { tolerated } = expectationOf(entry, dtor, { width, threads: roles.length });
        const told = witnesses.map(({ property }) => property);
        return [
          ...violated.filter((violation) => !known.includes(violation)),
          ...(mismatch({ oneOf: [], tolerated }, told) ?? []),
        ];
      });
      expect(unexpected).toEqual([]);
      if (entry.sound) expect(cells.filter(({ verdict }) => verdict !== 'clean')).toEqual([]);
    },
  );

  test.each(scenarios)('$name finds those violated that it is said to find, and no others', ({ name }) => {
    const cells = matrix.filter((_, index) => CELLS[index]?.scenario === name && CELLS[index]?.width === undefined);
    const found = cells.map(({ config: { protocol, dtor }, verdict }) => ({ protocol, dtor, verdict }));
    const finds = findsOf(name) ?? [];
    expect(finds).not.toEqual([]);
    expect(found).toEqual(
      found.map((cell) => ({ ...cell, verdict: finds.includes(cell.protocol) ? 'violated' : 'clean' })),
    );
  });

  // If a type that was right changes because somebody else frees the page, the cause is that second free.
  test('a type confusion is told as that of a stolen free where a free was stolen', () => {
    const told = matrix.flatMap(({ config, witnesses }) =>
      witnesses.map(({ steps }) => {
        const notes = steps.flatMap(({ thread, notes: ofStep }) =>
          ofStep.flatMap((note) =>
            note.kind === 'violation' ? [[note.property, thread, note.page, note.heldGeneration].join()] : [],
          ),
        );
        const wrong = notes.filter((note) => note.startsWith('typeConfusionStolenFree,'));
        const unexplained = wrong.filter((note) => !notes.includes(note.replace(/^\w+/, 'stolenFree')));
        return { protocol: config.protocol, scenario: config.scenario, wrong, unexplained };
      }),
    );
    expect(told.some(({ wrong }) => wrong.length > 0)).toBe(true);
    expect(told.filter(({ unexplained }) => unexplained.length > 0)).toEqual([]);
  });

  test.runIf(SLOW).each(protocols.map((entry) => [entry.name, entry] as const))(
    '%s shows type confusions although the type is looked up just as is said',
    (name, { mistypes = [] }) => {
      const cells = matrix.filter(
        ({ config: { protocol, dtor, width } }) => protocol === name && dtor === 'looked-up' && width === 32,
      );
      const found = cells.flatMap((result) => propertiesThatAre('violated', result));
      const confusions = found.filter((property) => property.startsWith('typeConfusion'));
      expect([...new Set(confusions)].sort()).toEqual([...mistypes].sort());
    },
  );
});

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
  payloadRace: { protocol: 'old', scenario: fileURLToPath(new URL('../fixtures/written-late.ts', import.meta.url)) },
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
