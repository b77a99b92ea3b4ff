// Data races on the payload, in every memory model: the mutants are found, and no sound protocol is accused.

import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { replay } from '../../src/harness/replay/replay.js';
import { protocols } from '../../src/protocols/index.js';
import type { Witness } from '../../src/results/check-result.js';
import { check, loadWitness, raceUntil } from '../runs.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}.ts`, import.meta.url));
const PAYLOAD = fixture('payload');
const sound = protocols.filter((entry) => entry.sound).map(({ name }) => name);
const ROLES = { sc: ['owner', 'owner', 'reader'], ra: ['owner', 'reader'], lkmm: ['owner', 'reader'] } as const;

describe.each(['sc', 'ra', 'lkmm'] as const)('under %s', (memory) => {
  test.each(sound)('%s is not accused', async (protocol) => {
    const request = { protocol, scenario: PAYLOAD, roles: ROLES[memory], memory };
    expect(await check(request)).toMatchObject({ verdict: 'clean', complete: true });
  });
});

test('a put that orders nothing is found where loads may come behind later stores', async () => {
  const request = { protocol: fixture('relaxed-put'), scenario: PAYLOAD, roles: ROLES.lkmm };
  const { properties, verdict } = await check({ ...request, memory: 'lkmm' });
  expect([verdict, properties.payloadRace]).toEqual(['violated', 'violated']);
  expect((await check({ ...request, memory: 'sc' })).verdict).toBe('clean');
});

describe('data that is written after it was published', () => {
  const request = { protocol: 'old', scenario: fixture('written-late') };

  test('is found by check, and real threads confirm it', async () => {
    const { witnesses } = await check(request);
    expect(witnesses.map(({ property }) => property)).toEqual(['payloadRace']);
    const [found] = witnesses as [Witness];
    expect(found.schedule).toBe('b5a5b2a');
    const loaded = await loadWitness(found.token);
    expect(loaded.property).toBe('payloadRace');
    expect(await replay(loaded, { times: 2 })).toMatchObject({ verdict: 'confirmed', problems: [] });
  });

  test('is found by a race with noise', async () => {
    const stall = { kind: 'noise', amount: 2 ** 16, probability: 0.02 } as const;
    const { violations } = await raceUntil(({ violations }) => violations > 0, { ...request, stall });
    expect(violations.payloadRace).toBeGreaterThan(0);
  });
});

test('nothing is shown for any number of threads of objects with words beside their count', async () => {
  const request = { protocol: fixture('beside'), threads: 'any' } as const;
  await expect(check(request)).rejects.toThrow(/objects have words beside their count/);
});
