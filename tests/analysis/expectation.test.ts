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

  test('is no type confusion when the type is looked up', () => {
    expect(expectationOf(entry('v4'), 'looked-up')).toEqual({ oneOf: ['stolenFree'], tolerated: ['stolenFree'] });
  });

  test('may be one where the page passes on between the looking up and the destruction', () => {
    const lookedUp = expectationOf(entry('or-freeze'), 'looked-up');
    expect(mismatch(lookedUp, ['doubleFree', 'typeConfusionStolenFree'])).toBeUndefined();
    expect(mismatch(lookedUp, ['typeConfusionStolenFree'])).toMatch(/^expected stolenFree or doubleFree/);
    expect(mismatch(lookedUp, ['doubleFree', 'brokenFreeze'])).toBe('did not expect brokenFreeze');
  });

  test('is anything once the count can overflow, and no sooner', () => {
    const shown = ['useAfterFree', 'lostOverflow'] as const;
    const complaintOf = (name: string, width: number, threads: number): string | undefined =>
      mismatch(expectationOf(entry(name), 'looked-up', { width, threads }), shown);
    expect(complaintOf('freeze-first', 3, 3)).toBeUndefined();
    expect(complaintOf('freeze-first', 3, 2)).toBe('did not expect useAfterFree, lostOverflow');
    expect(complaintOf('freeze-first', 4, 4)).toBe('did not expect useAfterFree, lostOverflow');
    expect(complaintOf('old', 3, 16)).toBe('did not expect useAfterFree, lostOverflow');
    expect(complaintOf('no-reset', 32, 16)).toMatch(/did not expect/);
    expect(complaintOf('no-reset', 3, 1)).toBeUndefined();
    expect(mismatch(expectationOf(entry('no-reset'), 'looked-up', { width: 3, threads: 1 }), [])).toMatch(/^expected/);
    expect(mismatch(expectationOf(entry('freeze-first'), 'looked-up', { width: 3, threads: 3 }), [])).toBeUndefined();
  });
});
