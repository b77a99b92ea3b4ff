// Reach of a scenario, as a result tells it; verdicts.test.ts holds the reach itself. The defaults tell right from
// wrong, also of protocols that the package does not know.

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import { findsOf } from '../../src/scenarios/finds.js';
import { scenarios } from '../../src/scenarios/index.js';
import { check } from '../runs.js';
import { isPlayed } from '../slow.js';

const broken = protocols.filter(({ sound }) => !sound).map(({ name }) => name);

/** A right protocol of a user's own. */
const OWN = fileURLToPath(new URL('../fixtures/old-offset.ts', import.meta.url));
const cells = scenarios.flatMap(({ name }, row) =>
  (['captured', 'looked-up'] as const).flatMap((dtor, column) =>
    isPlayed(row, column, 2) ? [[name, dtor] as const] : [],
  ),
);

test.each(cells)('%s, %s: a right protocol of a user is clean', async (scenario, dtor) => {
  expect((await check({ protocol: OWN, scenario, dtor })).verdict).toBe('clean');
});

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
