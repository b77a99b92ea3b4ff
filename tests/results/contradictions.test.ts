// A result whose verdict contradicts what it holds is not read; and a result is the same one however it is written.

import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/results/check-result.js';
import type { RaceResult } from '../../src/results/race-result.js';
import { distinct } from '../../src/results/read-result.js';
import { resultIn } from '../../src/results/result-bytes.js';
import { byName } from '../../src/results/verdicts.js';
import type { Property } from '../../src/violations/table.js';
import { check } from '../runs.js';
import { raceFixture } from './result-fixtures.js';

const bytes = (value: unknown, indent?: number): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value, null, indent));
const read = (value: unknown) => resultIn('result.json', bytes(value));

describe('a check', () => {
  const v4 = (): Promise<CheckResult> => check({ protocol: 'v4', scenario: 'email' });
  const old = (): Promise<CheckResult> => check({ protocol: 'old', scenario: 'email' });
  const altered = ({ properties, ...result }: CheckResult, status: string, ...names: Property[]) => ({
    ...result,
    properties: { ...properties, ...Object.fromEntries(names.map((name) => [name, status])) },
  });

  test('is read as it was written', async () => {
    for (const result of [await v4(), await old()]) expect(read(result).results).toEqual([result]);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'clean with violated properties',
      async () => ({ ...(await v4()), verdict: 'clean' }),
      'the verdict is clean, but its properties make it violated',
    ],
    [
      'violated where all holds',
      async () => ({ ...(await old()), verdict: 'violated' }),
      'the verdict is violated, but its properties make it clean',
    ],
    [
      'clean with what is unknown',
      async () => altered(await old(), 'unknown', 'leak'),
      'the verdict is clean, but its properties make it inconclusive',
    ],
    [
      'clean, where violations are called observations',
      async () => ({
        ...altered(await v4(), 'observed', 'stolenFree', 'typeConfusionStolenFree'),
        verdict: 'clean',
      }),
      'typeConfusionStolenFree is no observation under a captured destructor',
    ],
    [
      'with a witness of what holds',
      async () => altered(await v4(), 'holds', 'stolenFree'),
      'there is a witness of stolenFree, whose status is "holds"',
    ],
    [
      'whose witness is of an observation',
      async () => {
        const result = await old();
        return { ...result, witness: result.witnesses[0] };
      },
      'the witness is of typeConfusionStaleGet, which is no violation',
    ],
  ])('%s is refused', async (_name, made, message) => {
    const result = await made();
    expect(() => read(result)).toThrow(`"result.json" is not a valid reftorture/check@1: ${message}`);
    expect(() => read({ schema: 'reftorture/check-set@1', runs: [result] })).toThrow(message);
  });
});

describe('a race', () => {
  const observed = (rest: Partial<RaceResult> = {}) => ({
    ...raceFixture(),
    violations: byName((violation) => (violation === 'typeConfusionStaleGet' ? 4 : 0)),
    ...rest,
  });
  const event = {
    ...{ violation: 'typeConfusionStaleGet', timeMs: 1, worker: 0, role: 'T1', page: 0 },
    ...{ heldGeneration: 1, generation: 1, believedType: 'X', type: 'Y', word: '0x0' },
  };

  test('with nothing but an observation is clean', () => {
    expect(read(observed()).results).toEqual([observed()]);
  });

  test.each([
    ['clean with a violation', { ...raceFixture({ stolenFree: 2 }), verdict: 'clean' }, 'stolenFree is counted'],
    ['violated without one', { ...raceFixture(), verdict: 'violated' }, 'no violation is counted'],
    ['violated by an observation', { ...observed(), verdict: 'violated' }, 'no violation is counted'],
    ['with an observation as an event', { ...observed(), events: [event] }, 'event of typeConfusionStaleGet'],
    ['clean with a first violation', { ...raceFixture(), firstViolationMs: 3 }, 'a time of a first violation'],
    [
      'clean where nothing ran',
      { ...raceFixture(), totals: { ...raceFixture().totals, operations: 0 } },
      'nothing was executed',
    ],
  ])('%s is refused', (_name, result, message) => expect(() => read(result)).toThrow(message));
});

test('one result in two formats, or with its keys in another order, is one', () => {
  const result = raceFixture({ stolenFree: 1 });
  const turned = Object.fromEntries(Object.entries(result).reverse());
  for (const twin of [bytes(result, 2), bytes(turned)]) {
    const files = [resultIn('a.json', bytes(result)), resultIn('b.json', twin)];
    expect(() => distinct(files)).toThrow('"b.json" and "a.json" have the same contents: name one of them');
  }
  const other = resultIn('b.json', bytes(raceFixture({ stolenFree: 2 })));
  expect(distinct([resultIn('a.json', bytes(result)), other])).toHaveLength(2);
});
