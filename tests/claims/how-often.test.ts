// Tests of how often, and how long: curves on races made up for the test.

import { describe, expect, test } from 'vitest';
import { halfLength, stallsOf } from '../../src/claims/how-often.js';
import type { RaceRequest } from '../../src/requests/race-request.js';
import type { CurvePoint } from '../../src/results/claims-result.js';
import { answerTo, stubbed } from './stubs.js';

describe('with nothing injected', () => {
  test.each([
    [0, 5_000_000, '0 of 5 M'],
    [5, 5_000_000, '1 in 1 M'],
    [2_000, 10_000_000, '1 in 5 k'],
  ])('%d stolen of %d frees: %s', async (stolenFree, frees, qualifier) => {
    const evidence = stubbed({ race: () => ({ stolenFree, frees }), firstViolationMs: 240.4 });
    for (const id of ['a', 'b']) {
      expect(await answerTo('C2', id, evidence)).toMatchObject({ answer: 'measured', qualifier, strength: 'sampled' });
    }
  });

  test('nothing is decided by a race that freed nothing', async () => {
    const evidence = stubbed({ race: () => ({ stolenFree: 0, frees: 0 }) });
    expect(await answerTo('C2', 'b', evidence)).toMatchObject({ answer: 'not decided here' });
  });

  test('times are as people write them', async () => {
    const evidence = stubbed({ race: () => ({ stolenFree: 5 }), firstViolationMs: 240.4 });
    const { evidence: sentence, details } = await answerTo('C2', 'a', evidence);
    expect(sentence).toContain('the first after a median of 240 ms');
    expect(details).toContain('time to the first, 5 runs: 240, 240, 240, 240, 240 ms');
  });

  test('a first that does not come is said', async () => {
    const evidence = stubbed({ race: () => ({ stolenFree: 0 }) });
    expect((await answerTo('C2', 'a', evidence)).evidence).toContain('none within 3 s');
  });
});

describe('by the length of the interruption', () => {
  /** A spin of so many rounds lasts so many nanoseconds, a sleep 1100 µs; the race lasts 1 s and has two threads. */
  const stallsIn = (us: number): number => Math.round(2e6 / us);
  const race = ({ scenario, stall }: RaceRequest) => {
    const amount = stall && 'amount' in stall ? stall.amount : 0;
    const stalls = stallsIn(stall?.kind === 'sleep' ? 1100 : amount / 1000);
    const share = scenario === 'email' ? Math.min(0.9, amount / 1000) : 0;
    return { stolenFree: Math.round(stalls * share), stalls };
  };
  const evidence = stubbed({ race });

  test('the answer is where the tight loop reaches a half', async () => {
    const { answer, qualifier } = await answerTo('C2', 'c', evidence);
    expect(answer).toBe('measured');
    // From 10 % at 0.1 µs to 90 % at 1 µs: a half lies in the middle of the logarithms.
    expect(qualifier).toBe('0.32 µs');
  });

  test('of runs that differ the middle one is the figure, and all are said', async () => {
    /** Only the first run reaches a half by a spin; by the sleep those do that `reaches` says. */
    const differing = (reaches: boolean) =>
      stubbed({
        race: (request: RaceRequest) => {
          const { stolenFree, stalls } = race(request);
          const { stall, seed = 1 } = request;
          if (seed === 1) return { stolenFree, stalls };
          return { stolenFree: stall?.kind === 'sleep' && reaches ? stalls : 0, stalls };
        },
      });
    const { qualifier, evidence: said } = await answerTo('C2', 'c', differing(true));
    expect(qualifier).toMatch(/^1\d\d µs$/); // between the longest spin and the sleep
    expect(said).toMatch(/^In 3 runs of the tight loop half are stolen at 0\.32 µs, (1\d\d µs), \1: /);
    const none = await answerTo('C2', 'c', differing(false));
    expect(none.qualifier).toBe('no half reached');
    expect(none.evidence).toContain('at 0.32 µs, no length, no length: ');
  });

  test('the evidence gives the figure for a preemption of 1 ms, for each cycle', async () => {
    const { evidence: sentence } = await answerTo('C2', 'c', evidence);
    expect(sentence).toMatch(
      /At a preemption of 1 ms: tight loop, 1 page 90 %; .* 16 pages none of 1.8 k; index, 16 pages, no cache none of 1.8 k$/,
    );
    expect(sentence).toContain('index, 1 page not within 1.1 ms');
  });

  test('the curves have a point for each stall, with its measured length', async () => {
    const { curves = [] } = await answerTo('C2', 'c', evidence);
    expect(curves.map(({ name }) => name)).toEqual([
      'tight loop, 1 page',
      'index, 1 page',
      'index, 2 pages',
      'index, 16 pages',
      'index, 16 pages, no cache',
    ]);
    for (const { points } of curves) expect(points).toHaveLength(stallsOf({ quick: true }).length);
    expect(curves[1]?.points[1]).toMatchObject({ stall: 'spin:100', interrupted: stallsIn(0.1), stolen: 0 });
    expect(curves[1]?.points[1]?.lengthUs).toBeCloseTo(0.1);
    expect(curves[0]?.points.at(-1)?.stall).toBe('sleep:1000');
    expect(curves[3]?.halfUs).toBeNull();
  });

  test('nothing is decided beside others that take the CPUs', async () => {
    expect(await answerTo('C2', 'c', stubbed({ race, othersShare: 0.09 }))).toMatchObject({ answer: 'measured' });
    expect(await answerTo('C2', 'c', stubbed({ race, othersShare: 0.63 }))).toMatchObject({
      answer: 'not decided here',
      qualifier: "others took 63 % of the CPUs' time",
    });
  });

  test('nothing is decided where no put was interrupted', async () => {
    const idle = stubbed({ race: () => ({ stolenFree: 0, stalls: 0 }) });
    expect(await answerTo('C2', 'c', idle)).toMatchObject({ answer: 'not decided here' });
  });

  const point = (lengthUs: number, stolen: number): CurvePoint => ({
    stall: '',
    lengthUs,
    interrupted: 100,
    stolen,
  });

  test.each([
    [[point(1, 0), point(100, 100)], 10],
    [[point(1, 80), point(100, 100)], 1],
    [[point(1, 10), point(100, 49)], null],
    [[point(1, 0), point(10, 50), point(100, 10)], 10],
    [[], null],
  ])('of %j half is at %s', (points, half) => {
    const length = halfLength(points);
    if (half === null) expect(length).toBeNull();
    else expect(length).toBeCloseTo(half);
  });
});
