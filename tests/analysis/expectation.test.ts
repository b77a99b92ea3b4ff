import { describe, expect, test } from 'vitest';
import { expectationOf, mismatch } from '../../src/analysis/expectation.js';
import { protocols } from '../../src/protocols/index.js';
import type { RaceResult, RaceViolations } from '../../src/results/race-result.js';

const NONE: RaceViolations = {
  ...{ typeConfusion: { stolenFree: 0, staleGet: 0 }, stolenFree: 0, doubleFree: 0, useAfterFree: 0 },
  ...{ leak: 0, underflow: 0, lostOverflow: 0, brokenFreeze: 0 },
};
const resultWith = (violations: Partial<RaceViolations>): RaceResult =>
  ({ violations: { ...NONE, ...violations } }) as RaceResult;
const entry = (name: string) => protocols.find((protocol) => protocol.name === name) as (typeof protocols)[number];

describe('what is expected of a protocol', () => {
  test('is nothing of a sound one, but for the stale get that a captured destructor brings', () => {
    const captured = expectationOf(entry('old'), 'captured');
    expect(mismatch(captured, resultWith({}))).toBeUndefined();
    expect(mismatch(captured, resultWith({ typeConfusion: { stolenFree: 0, staleGet: 3 } }))).toBeUndefined();
    expect(mismatch(captured, resultWith({ stolenFree: 1 }))).toBe('did not expect stolenFree');

    const lookedUp = expectationOf(entry('old'), 'looked-up');
    expect(mismatch(lookedUp, resultWith({ typeConfusion: { stolenFree: 0, staleGet: 1 } }))).toBe(
      'did not expect typeConfusionStaleGet',
    );
  });

  test('is at least one of the known violations of an unsound one', () => {
    const captured = expectationOf(entry('v4'), 'captured');
    expect(mismatch(captured, resultWith({ stolenFree: 1 }))).toBeUndefined();
    expect(mismatch(captured, resultWith({}))).toBe(
      'expected stolenFree or typeConfusionStolenFree, but it did not show',
    );
    expect(mismatch(captured, resultWith({ stolenFree: 1, leak: 2 }))).toBe('did not expect leak');
  });

  test('is no wrong destructor when the type is looked up', () => {
    expect(expectationOf(entry('v4'), 'looked-up')).toEqual({ oneOf: ['stolenFree'], tolerated: ['stolenFree'] });
  });
});
