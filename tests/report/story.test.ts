import { describe, expect, test } from 'vitest';
import { story } from '../../src/report/story.js';
import type { RaceEvent, RaceResult } from '../../src/results/race-result.js';

const EVENT: RaceEvent = {
  violation: 'stolenFree',
  timeMs: 1.5,
  worker: 0,
  role: 'T1',
  page: 0,
  heldGeneration: 9,
  generation: 13,
  believedType: 'X',
  type: 'Y',
  word: '0x80000000',
};
const told = (...events: Partial<RaceEvent>[]): string =>
  story({
    config: { protocol: 'v4', engine: 'wasm' },
    events: events.map((event) => ({ ...EVENT, ...event })),
  } as unknown as RaceResult).join('\n');

describe('the story of an event', () => {
  test('is none when nothing happened', () => expect(told()).toBe(''));

  test('tells the wrong destructor rather than the stolen free that led to it', () => {
    const text = told({}, { violation: 'typeConfusionStolenFree' });
    expect(text).toContain('wrong destructor, stolen free (v4, wasm, 1.50 ms after the start, page 0)');
    expect(text).toContain(
      'worker 0 (T1) put the last reference on life 5 of the page, which it believed to be of type X: step 1, [1 -> 0].',
    );
    expect(text).toContain('put to 0 in life 7, of type Y.');
    expect(text).toContain('It ran the destructor of X on a page of type Y.');
  });

  test.each([
    ['typeConfusionStaleGet', 'had been freed and allocated again as type Y'],
    ['doubleFree', 'somebody else had destroyed it too'],
    ['useAfterFree', 'held a counted reference on life 5'],
    ['underflow', 'did not count it'],
    ['lostOverflow', 'without the frozen bit of its resting word'],
    ['brokenFreeze', 'a get went through'],
    ['assertion', 'an assertion does not hold'],
  ] as const)('tells %s', (violation, words) => expect(told({ violation })).toContain(words));

  test('tells a broken assertion with its line, and of no page', () => {
    const assertion = { number: 3, source: 'mine.ts:7', condition: 'n > 0' };
    const text = told({ violation: 'assertion', page: -1, assertion });
    expect(text).toBe(
      'broken assertion (v4, wasm, 1.50 ms after the start):\nworker 0 (T1) found that assert(n > 0, 3) does not hold, at mine.ts:7.',
    );
  });
});
