// What each scenario finds unless told otherwise, as it is said to.

import { expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import { findsOf } from '../../src/scenarios/finds.js';
import { scenarios } from '../../src/scenarios/index.js';
import { check } from '../runs.js';

const broken = protocols.filter(({ sound }) => !sound).map(({ name }) => name);

/** The protocols that show more in `scenario` than the destroyer's own fault. */
async function found(scenario: string, dtor: 'captured' | 'looked-up'): Promise<string[]> {
  const names: string[] = [];
  for (const { name: protocol } of protocols) {
    const { complete, witnesses } = await check({ protocol, scenario, dtor });
    expect(complete).toBe(true);
    if (witnesses.some(({ property }) => property !== 'typeConfusionStaleGet')) names.push(protocol);
  }
  return names;
}

test.each(scenarios.map(({ name }) => name))(
  '%s',
  async (scenario) => {
    const finds = findsOf(scenario);
    expect(await found(scenario, 'captured')).toEqual(finds);
    expect(await found(scenario, 'looked-up')).toEqual(finds);
    expect(finds).not.toEqual([]);
  },
  120_000,
);

test('every broken protocol is found somewhere', () => {
  const everywhere = new Set(scenarios.flatMap(({ name }) => findsOf(name) ?? []));
  expect([...everywhere].sort()).toEqual([...broken].sort());
});

test('a result says what its scenario finds; it says so in words where it found nothing', async () => {
  const clean = await check({ protocol: 'old', scenario: 'two-puts', dtor: 'looked-up' });
  expect(clean.scenarioFinds).toEqual(findsOf('two-puts'));
  expect(clean.notes).toContain(
    `Unless told otherwise, two-puts finds 4 of ${broken.length} broken protocols: forgot-step-2, split-put, count-off-by-one, biased-plain.`,
  );
  const violated = await check({ protocol: 'v4', scenario: 'email' });
  expect(violated.scenarioFinds).toEqual(findsOf('email'));
  expect(violated.notes.some((note) => note.startsWith('Unless told otherwise'))).toBe(false);
});
