// An example: a project tests a protocol of its own.

import { check, race } from 'reftorture';
import { expect, test, vi } from 'vitest';

const protocol = './guess-last.ts';

// The first use of a protocol compiles it, which can take longer than a test may by default where the CPUs are busy.
vi.setConfig({ testTimeout: 60_000 });

test.each(['email', 'two-puts', 'getters', 'freezer'])('%s is clean in every interleaving', async (scenario) => {
  expect(await check({ protocol, scenario })).toMatchObject({ verdict: 'clean' });
});

test('a second of real threads is clean', async () => {
  const result = await race({ protocol, scenario: 'mixed', durationMs: 1000 });
  expect(result).toMatchObject({ verdict: 'clean' });
});

test('v4 is found broken by the same check', async () => {
  const { witness } = await check({ protocol: 'v4', scenario: 'email' });
  expect(witness?.property).toBe('typeConfusionStolenFree');
});
