// Protocols under the Linux-kernel memory model: claim C6 in all its forms, no false accusation, no mutant lost, and
// witnesses that say which order is missing.

import { describe, expect, test } from 'vitest';
import { suits } from '../../../src/memory-facts.js';
import { protocols } from '../../../src/protocols/index.js';
import type { CheckRequest } from '../../../src/requests/check-request.js';
import type { CheckResult } from '../../../src/results/check-result.js';
import { isReplayable } from '../../../src/results/verdicts.js';
import { UsageError } from '../../../src/usage-error.js';
import type { Property } from '../../../src/violations/table.js';
import { check, loadWitness } from '../../runs.js';
import { isPlayed, SLOW, slice } from '../../slow.js';

function violatedIn({ properties }: CheckResult): Property[] {
  return (Object.keys(properties) as Property[])
    .filter((property) => property !== 'livelock' && properties[property] === 'violated')
    .sort();
}

async function violated(request: CheckRequest): Promise<Property[]> {
  const result = await check(request);
  expect(result.complete).toBe(true);
  return violatedIn(result);
}

describe('a winner of step 2 that looks the type up on the page', () => {
  const request = { scenario: 'email', dtor: 'looked-up', memory: 'lkmm' } as const;

  test('may find a stale type when step 2 is relaxed', async () => {
    expect(await violated({ ...request, protocol: 'v4' })).toEqual(['stolenFree', 'typeConfusionStolenFree']);
  });

  test.each(['v4-acquire', 'v4-full'])('is right when step 2 is ordered: %s', async (protocol) => {
    expect(await violated({ ...request, protocol })).toEqual(['stolenFree']);
  });

  test('is told which access found a stale value, and which order is missing', async () => {
    const { witnesses } = await check({ ...request, protocol: 'v4' });
    const confusion = witnesses.find(({ property }) => property === 'typeConfusionStolenFree');
    const { steps = [], missing = [] } = confusion ?? {};
    const stale = steps.filter(({ newer }) => newer !== undefined);
    expect(stale).toEqual([expect.objectContaining({ operation: 'load', location: 'type', before: 1, newest: 2 })]);
    expect(isReplayable(steps)).toBe(false);
    expect(steps[stale[0]?.from ?? -1]).toMatchObject({ operation: 'store', location: 'type', after: 1 });
    expect(missing.map(({ asked, enough }) => ({ asked, enough }))).toEqual([{ asked: 'relaxed', enough: 'acquire' }]);
    expect(steps[missing[0]?.step ?? -1]).toMatchObject({ operation: 'compareExchange', half: 2 });
  });
});

describe('a get that took a staged 0', () => {
  const request = { protocol: 'v4', scenario: 'recheck', memory: 'lkmm' } as const;

  test('never passes its recheck', async () => {
    expect(await violated(request)).not.toContain('assertion');
  });

  test('passes it where pages leave the index after their put', async () => {
    expect(await violated({ ...request, unmap: 'after-put' })).toContain('assertion');
  });
});

const sound = protocols.filter(({ sound: isSound }) => isSound).map(({ name }) => name);
// The scenario stale is recheck without its assertion: the same accesses, and as many executions.
const accused = (
  [
    ['email', 'looked-up'],
    ['recheck', 'looked-up'],
    ['email', 'captured'],
  ] as const
)
  .flatMap(([scenario, dtor], row) =>
    sound.flatMap((protocol, column) => (isPlayed(row, column, 5) ? [{ scenario, protocol, dtor }] : [])),
  )
  .filter(({ protocol }) => SLOW || protocol !== 'percpu'); // as many executions as all others together

test.each(accused)(
  '$protocol in $scenario, $dtor: accused of nothing more than under sc',
  async (request) => {
    const weak = await check({ ...request, memory: 'lkmm' });
    const strong = await check({ ...request, memory: 'sc' });
    expect(weak.complete).toBe(true);
    expect(violatedIn(weak)).toEqual(violatedIn(strong));
  },
  900_000,
);

test('a reader that asks the page for its type needs a release in init, which old has not', async () => {
  const request = { protocol: 'old', scenario: 'walker', memory: 'lkmm' } as const;
  const { witnesses } = await check(request, { properties: ['typeConfusionStaleGet'] });
  const [{ steps, missing = [] } = { steps: [] }] = witnesses;
  expect(missing.map(({ step, ...orders }) => ({ ...orders, code: steps[step]?.path.at(-1) }))).toEqual([
    { asked: 'relaxed', enough: 'release', code: 'init' },
  ]);
});

const mutants = protocols.flatMap(({ name, mutant, demonstration }) =>
  mutant && demonstration && suits('lkmm', demonstration.scenario) ? [{ name, ...demonstration }] : [],
);

test.each(slice(mutants, 5))(
  'the mutant $name is found in $scenario',
  async ({ name, shows, ...request }) => {
    const result = await check({ ...request, protocol: name, memory: 'lkmm' }, { maxStates: 60_000 });
    expect(violatedIn(result)).toEqual(expect.arrayContaining([...shows]));
  },
  300_000,
);

test('a token holds the witness of an execution', async () => {
  const { witnesses } = await check({ protocol: 'v4', dtor: 'looked-up', memory: 'lkmm' });
  expect(witnesses.length).toBeGreaterThan(1);
  for (const { token, property, steps } of witnesses) {
    const loaded = await loadWitness(token);
    expect(loaded.property).toBe(property);
    expect(loaded.steps).toEqual(steps);
  }
});

test('a limit leaves a check undecided', async () => {
  const { verdict, complete, properties, notes } = await check(
    { protocol: 'old', dtor: 'looked-up', memory: 'lkmm' },
    { maxStates: 100 },
  );
  expect({ verdict, complete, leak: properties.leak }).toEqual({
    verdict: 'inconclusive',
    complete: false,
    leak: 'unknown',
  });
  expect(notes[0]).toContain('Raise --max-states');
});

test('what is not explored is refused', async () => {
  await expect(check({ protocol: 'v4', scenario: 'mixed', memory: 'lkmm' })).rejects.toThrow(UsageError);
  await expect(check({ protocol: 'v4', memory: 'lkmm' }, { properties: ['livelock'] })).rejects.toThrow(/livelock/);
});
