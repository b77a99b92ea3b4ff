import { describe, expect, test } from 'vitest';
import { story } from '../../src/report/race-report.js';
import type { RaceConfig, RaceEvent, RaceResult } from '../../src/results/race-result.js';

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
const toldOf = (config: Partial<RaceConfig>, ...events: Partial<RaceEvent>[]): string =>
  story({
    config: { protocol: 'v4', engine: 'wasm', scenario: 'email', recheck: true, ...config },
    events: events.map((event) => ({ ...EVENT, ...event })),
  } as unknown as RaceResult).join('\n');
const told = (...events: Partial<RaceEvent>[]): string => toldOf({}, ...events);

describe('the story of an event', () => {
  test('is none when nothing happened', () => expect(told()).toBe(''));

  test('tells the type confusion rather than the stolen free that led to it', () => {
    const text = told({}, { violation: 'typeConfusionStolenFree' });
    expect(text).toContain('type confusion, stolen free (v4, wasm, 1.50 ms after the start, page 0)');
    expect(text).toContain(
      'worker 0 (T1) took its reference in life 5 of the page, as one of type X, and put it as the last: step 1, [1 -> 0].',
    );
    expect(text).toContain('freed and allocated again: life 7, of type Y.');
    expect(text).toContain('It ran the destructor of X on a page of type Y.');
  });

  test.each([
    ['typeConfusionStaleGet', 'The type that it looked up then was X; the page, in the same life, was of type Y.'],
    ['doubleFree', 'no longer its to free'],
    ['useAfterFree', 'held a counted reference, taken in life 5 of the page'],
    ['touchedFreed', 'Meanwhile the memory of the descriptor was freed: life 7, word 0x80000000.'],
    ['underflow', 'did not count it'],
    ['lostOverflow', 'was not dead any more'],
    ['brokenFreeze', 'its word 0x80000000 counts references'],
    ['payloadRace', 'accessed the data of a page'],
    ['assertion', 'an assertion does not hold'],
    ['liveReset', 'its reset replaced a word that counted references'],
  ] as const)('tells %s', (violation, words) => expect(told({ violation })).toContain(words));

  test('tells a broken assertion with its line, and of no page', () => {
    const assertion = { number: 3, source: 'mine.ts:7', condition: 'n > 0' };
    const text = told({ violation: 'assertion', page: -1, assertion });
    expect(text).toBe(
      'broken assertion (v4, wasm, 1.50 ms after the start):\nworker 0 (T1) found that assert(n > 0, 3) does not hold, at mine.ts:7.',
    );
  });

  test('of a reference to a free page is told as one', () => {
    const free = { heldGeneration: 8, generation: 8 };
    expect(told({ violation: 'useAfterFree', ...free })).toContain(
      'taken while the page was free after life 4, as one of type X; the page was free after life 4',
    );
    expect(told({ violation: 'touchedFreed', ...free })).toContain(
      'came to a descriptor, as one of type X, whose memory was free after life 4, and might have been anything',
    );
    expect(told({ violation: 'doubleFree', ...free })).toContain(
      'took its reference while the page was free after life 4',
    );
    expect(told({ violation: 'lostOverflow', ...free })).toContain('found a page free after life 4 whose word');
  });
});
