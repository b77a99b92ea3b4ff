import { describe, expect, test } from 'vitest';
import { expectationOf, mismatch } from '../../src/analysis/expectation.js';
import { protocols } from '../../src/protocols/index.js';

const entry = (name: string) => protocols.find((protocol) => protocol.name === name) as (typeof protocols)[number];

describe('what is expected of a protocol', () => {
  test('is nothing of a sound one, but for the stale get that a captured destructor brings', () => {
    const captured = expectationOf(entry('old'), 'captured');
    expect(mismatch(captured, [])).toBeUndefined();
    expect(mismatch(captured, ['typeConfusionStaleGet'])).toBeUndefined();
    expect(mismatch(captured, ['stolenFree'])).toBe('did not expect stolenFree');

    const lookedUp = expectationOf(entry('old'), 'looked-up');
    expect(mismatch(lookedUp, ['typeConfusionStaleGet'])).toBe('did not expect typeConfusionStaleGet');
  });

  test('is at least one of the known violations of an unsound one', () => {
    const captured = expectationOf(entry('v4'), 'captured');
    expect(mismatch(captured, ['stolenFree'])).toBeUndefined();
    expect(mismatch(captured, [])).toBe('expected stolenFree or typeConfusionStolenFree, but it did not show');
    expect(mismatch(captured, ['stolenFree', 'leak'])).toBe('did not expect leak');
  });

  test('is no wrong destructor when the type is looked up', () => {
    expect(expectationOf(entry('v4'), 'looked-up')).toEqual({ oneOf: ['stolenFree'], tolerated: ['stolenFree'] });
  });
});
