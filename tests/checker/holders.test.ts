// A page that is freed under its holder, whether or not the holder looks at it again.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import type { CheckRequest } from '../../src/requests/check-request.js';
import type { WitnessNote } from '../../src/results/check-result.js';
import { check } from '../runs.js';
import { isPlayed } from '../slow.js';

/** A getter that never looks at its page after its get. */
const UNSEEN: CheckRequest = { scenario: 'getters', roles: ['owner', 'getter'], recheck: false, dtor: 'looked-up' };

function written(name: string, text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'reftorture-')), name);
  writeFileSync(file, `/// <reference types="reftorture/portable" />\n${text}`);
  return file;
}

async function reported(request: CheckRequest): Promise<Record<string, number>> {
  const { complete, witnesses } = await check(request);
  expect(complete).toBe(true);
  return Object.fromEntries(witnesses.map(({ property, steps }) => [property, steps.length]));
}

describe('a put that destroys too early', () => {
  test('is found out by the count of the holders alone, at the free', async () => {
    const { properties, witnesses } = await check({ ...UNSEEN, protocol: 'check-then-put' });
    expect(Object.entries(properties).filter(([, status]) => status !== 'holds')).toEqual([
      ['useAfterFree', 'violated'],
    ]);
    const notes = witnesses[0]?.steps.flatMap((step) => step.notes) as WitnessNote[];
    expect(notes.filter(({ kind }) => kind !== 'holds')).toEqual([
      { kind: 'freedUnderHolder', page: 0, generation: 1, holders: 1 },
    ]);
    expect(witnesses[0]?.steps.at(-1)).toMatchObject({ operation: 'compareExchange', location: 'generation' });
  });

  test.each(['getters', 'stale'])(
    'in %s without recheck no use after free holds where others are',
    async (scenario) => {
      const found = await reported({ protocol: 'check-then-put', scenario, recheck: false, dtor: 'looked-up' });
      expect(Object.keys(found)).toEqual(['stolenFree', 'doubleFree', 'useAfterFree']);
    },
  );

  test('under weak memory too', async () => {
    const found = await reported({ ...UNSEEN, protocol: 'check-then-put', memory: 'ra' });
    expect(Object.keys(found)).toEqual(['useAfterFree']);
  });
});

describe('nobody is accused', () => {
  const sound = protocols.filter((entry) => entry.sound).map(({ name }) => name);
  // Of the last two: more getters than the scenario has, and readers that find the page while its owner puts it.
  const REQUESTS: readonly CheckRequest[] = [
    { ...UNSEEN },
    { scenario: 'getters', recheck: false },
    { scenario: 'stale', recheck: false },
    { scenario: 'freezer', recheck: false },
    { scenario: 'freezer', rounds: 2 },
    { scenario: 'mixed', rounds: 2 },
    { scenario: 'pin', rounds: 2 },
    { scenario: 'late-pin', rounds: 2 },
    { scenario: 'two-puts', rounds: 3 },
    { scenario: 'freezer', roles: ['owner', 'freezer', 'freezer', 'getter'] },
    { scenario: 'getters', roles: ['owner', 'getter', 'freezer', 'T3'] },
  ];

  test.each(REQUESTS.map((request, row) => [request, row] as const))('%j', async (request, row) => {
    const played = sound.filter((_, column) => isPlayed(row, column, 4));
    for (const protocol of played) expect(await reported({ ...request, protocol, dtor: 'looked-up' })).toEqual({});
  });

  test.each(['getters', 'stale', 'freezer', 'pin', 'two-puts'].map((scenario, row) => [scenario, row] as const))(
    'under weak memory in %s',
    async (scenario, row) => {
      const request: CheckRequest = { scenario, recheck: scenario !== 'getters', dtor: 'looked-up', memory: 'ra' };
      // percpu in getters has 1,700,000 states there, which take minutes, and in freezer more than all others together.
      const affordable = sound.filter((name) => name !== 'percpu' || !['getters', 'freezer'].includes(scenario));
      const played = affordable.filter((_, column) => isPlayed(row, column, 6));
      for (const protocol of played) expect(await reported({ ...request, protocol })).toEqual({});
    },
    120_000,
  );

  test('of the stolen free of v4: every reference on the page was being put', async () => {
    for (const scenario of ['email', 'getters', 'walker']) {
      const found = await reported({ protocol: 'v4', scenario, dtor: 'looked-up' });
      expect(Object.keys(found)).toEqual(['stolenFree']);
    }
  });
});

describe('roles of the user', () => {
  const IMPORTS = `import { REFCOUNT, TYPE_X } from 'reftorture/layout';
import { allocate } from 'reftorture/pages/allocator';
import { pagesBase } from 'reftorture/pages/geometry';
import { destroy, heldGeneration, release, speculate } from 'reftorture/pages/lifetime';
import { publish, remove, slotOf } from 'reftorture/pages/slots';
import { freeze, get, put, tryGet } from 'reftorture/protocol';
import { fetchSub } from 'reftorture/memory';
import { FULL } from 'reftorture/order';
export const PAGES: i32 = 1;
`;

  test('that call the protocol themselves are counted, by whatever function references come and go', async () => {
    const scenario = written(
      'own-calls.ts',
      `${IMPORTS}export function owner(): void {
  const page = allocate(TYPE_X);
  if (page === 0) return;
  const held = heldGeneration(page);
  get(page + REFCOUNT);
  get(page + REFCOUNT);
  publish(slotOf(0), page);
  if (put(page + REFCOUNT)) destroy(page, TYPE_X, held);
  if (put(page + REFCOUNT)) destroy(page, TYPE_X, held);
  if (remove(slotOf(0)) !== 0) release(page, TYPE_X, held);
}
export function reader(): void {
  if (!tryGet(pagesBase + REFCOUNT)) return;
  const held = heldGeneration(pagesBase);
  if (put(pagesBase + REFCOUNT)) destroy(pagesBase, TYPE_X, held);
}
`,
    );
    for (const protocol of ['old', 'freeze-first', 'assume-one']) {
      expect(await reported({ protocol, scenario, dtor: 'looked-up' })).toEqual({});
    }
    expect(await reported({ protocol: 'check-then-put', scenario, dtor: 'looked-up' })).toHaveProperty('useAfterFree');
  });

  test('may destroy a page that they froze, as reclaim does', async () => {
    const scenario = written(
      'reclaim.ts',
      `${IMPORTS}export function reclaim(): void {
  const page = allocate(TYPE_X);
  if (page === 0) return;
  const held = heldGeneration(page);
  if (freeze(page + REFCOUNT, 1)) destroy(page, TYPE_X, held);
  else release(page, TYPE_X, held);
}
export function reader(): void {
  if (speculate(pagesBase)) release(pagesBase, TYPE_X, heldGeneration(pagesBase));
}
`,
    );
    for (const protocol of ['old', 'freeze-first']) {
      expect(await reported({ protocol, scenario, dtor: 'looked-up' })).toEqual({});
    }
  });

  test('that write the count word themselves are not judged by a count that cannot be known', async () => {
    const scenario = written(
      'raw.ts',
      `${IMPORTS}export function owner(): void {
  const page = allocate(TYPE_X);
  if (page !== 0) release(page, TYPE_X, heldGeneration(page));
}
export function reader(): void {
  if (!speculate(pagesBase)) return;
  const held = heldGeneration(pagesBase);
  if (fetchSub(pagesBase + REFCOUNT, 1, FULL) === 1) destroy(pagesBase, TYPE_X, held);
}
`,
    );
    expect(await reported({ protocol: 'old', scenario, dtor: 'looked-up' })).toEqual({});
  });
});
