// An example: a project tests a protocol of its own.

import { check } from 'reftorture';
import 'reftorture/vitest';
import { expect, test, vi } from 'vitest';

// The first use of a protocol compiles it, which can take longer than a test may by default where the CPUs are busy.
vi.setConfig({ testTimeout: 60_000 });

test.each(['email', 'two-puts', 'getters', 'freezer'])('%s is clean in every interleaving', async (scenario) => {
  await expect('./guess-last.ts').toHold({ scenario });
});

test('a second of real threads is clean', async () => {
  await expect('./guess-last.ts').toSurvive({ scenario: 'mixed', stall: 'noise', duration: '1s' });
});

test('v4 is found broken by the same check', async () => {
  await expect('v4').not.toHold({ scenario: 'email' });
  const { witness } = await check({ protocol: 'v4', scenario: 'email' });
  expect(witness?.property).toBe('typeConfusionStolenFree');
});
