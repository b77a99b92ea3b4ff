// The defaults tell right from wrong: in each scenario a check finds those violated that it is said to find, and all others
// clean.

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import { findsOf } from '../../src/scenarios/finds.js';
import { scenarios } from '../../src/scenarios/index.js';
import { check } from '../runs.js';

const broken = protocols.filter(({ sound }) => !sound).map(({ name }) => name);
const names = protocols.map(({ name }) => name);

/** Right protocols of a user's own, beside the sound ones of the package. */
const OWN = [fileURLToPath(new URL('../fixtures/old-offset.ts', import.meta.url))];

test.each(scenarios.map(({ name }) => name))(
  '%s',
  async (scenario) => {
    const finds = findsOf(scenario) ?? [];
    expect(finds).not.toEqual([]);
    const due = Object.fromEntries(
      [...names, ...OWN].map((name) => [name, finds.includes(name) ? 'violated' : 'clean']),
    );
    for (const dtor of ['captured', 'looked-up'] as const) {
      const verdicts: Record<string, string> = {};
      for (const name of Object.keys(due)) verdicts[name] = (await check({ protocol: name, scenario, dtor })).verdict;
      expect(verdicts).toEqual(due);
    }
  },
  120_000,
);

test('every broken protocol is found somewhere', () => {
  const everywhere = new Set(scenarios.flatMap(({ name }) => findsOf(name) ?? []));
  expect([...everywhere].sort()).toEqual([...broken].sort());
});

test('a result says what its scenario finds; it says so in words where it found nothing', async () => {
  const clean = await check({ protocol: 'old', scenario: 'two-puts' });
  expect(clean.scenarioFinds).toEqual(findsOf('two-puts'));
  expect(clean.notes).toContain(
    `Unless told otherwise, two-puts finds 4 of ${broken.length} broken protocols: forgot-step-2, split-put, count-off-by-one, biased-plain.`,
  );
  const violated = await check({ protocol: 'v4', scenario: 'email' });
  expect(violated.scenarioFinds).toEqual(findsOf('email'));
  expect(violated.notes.some((note) => note.startsWith('Unless told otherwise'))).toBe(false);
});
