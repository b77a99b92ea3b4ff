// C19: the rule behind each answer, and the table of combinations, on checks and races made up for the test.

import { describe, expect, test } from 'vitest';
import type { Instruments } from '../../src/claims/claim.js';
import type { CheckRequest } from '../../src/requests/check-request.js';
import type { RaceRequest } from '../../src/requests/race-request.js';
import type { CheckResult, Witness } from '../../src/results/check-result.js';
import type { AnswerWord, ClaimCombination } from '../../src/results/claims-result.js';
import type { Property } from '../../src/violations/table.js';
import { answerTo, stubbed } from './stubs.js';

const INSIDE = 'puts lie inside read-side sections';

/** `v4 grace put-outside sc`: what a combination is named by here. */
function nameOf({ protocol, reclaim, section, memory }: CheckRequest): string {
  return [protocol, reclaim, ...(section ? [section] : []), memory].join(' ');
}

/** A check in which `found` is violated, each with a witness of so many steps. */
function violating(found: Readonly<Partial<Record<Property, number>>>): Partial<CheckResult> {
  const all = Object.entries(found) as [Property, number][];
  return {
    properties: Object.fromEntries(all.map(([property]) => [property, 'violated'])),
    witnesses: all.map(([property, steps]) => {
      const step = { operation: 'compareExchange', source: 'v4.ts:1', path: ['put'] };
      return { property, steps: Array.from({ length: steps }, () => step), token: `${property}@${steps}` };
    }) as unknown as Witness[],
  };
}

interface Given {
  readonly broken?: Readonly<Record<string, Readonly<Partial<Record<Property, number>>>>>;
  readonly incomplete?: readonly string[];
  readonly race?: (request: RaceRequest) => { stolenFree: number; stalls?: number };
}

/** Instruments that are in no hurry unless said, under which everything holds that is not `broken`. */
function exploring({ broken = {}, incomplete = [], race }: Given, quick = false): Instruments {
  const check = (request: CheckRequest): Partial<CheckResult> => ({
    complete: !incomplete.includes(nameOf(request)),
    ...violating(broken[nameOf(request)] ?? {}),
  });
  return { ...stubbed({ check, race: race ?? (() => ({ stolenFree: 0 })) }), quick };
}

const OUTSIDE = 'v4 grace put-outside sc';
const WITHIN = 'v4 grace put-inside sc';
const STABLE = 'v4 type-stable sc';

describe('(a) after a grace period', () => {
  test.each<[Given, AnswerWord, qualifier: string | null]>([
    [{}, 'yes', null],
    [{ broken: { [OUTSIDE]: { stolenFree: 48 } } }, 'yes, if', INSIDE],
    [{ broken: { 'v5 grace put-outside sc': { touchedFreed: 41 } } }, 'yes, if', INSIDE],
    [{ broken: { [WITHIN]: { stolenFree: 48 } } }, 'no', null],
    [{ broken: { 'old grace put-outside sc': { stolenFree: 48 } } }, 'yes', null],
    [
      { broken: { [OUTSIDE]: { stolenFree: 48 }, 'v4 grace put-inside ra': { useAfterFree: 9 } } },
      'yes, if',
      `${INSIDE} and memory is sequentially consistent`,
    ],
    [{ incomplete: [OUTSIDE] }, 'not decided here', 'not everything was explored'],
    [{ incomplete: [WITHIN] }, 'not decided here', 'not everything was explored'],
    [{ incomplete: ['v4 grace put-inside ra'] }, 'not decided here', 'not everything was explored'],
  ])('%j: %s', async (given, answer, qualifier) => {
    expect(await answerTo('C19', 'a', exploring(given))).toMatchObject({ answer, qualifier });
  });

  test('says how far a section has to reach, as it was found', async () => {
    const tooEarly = { 'old grace before-get sc': { touchedFreed: 37 } };
    expect((await answerTo('C19', 'a', exploring({ broken: tooEarly }))).evidence).toContain(
      'may end before its recheck (old: no violation), and may not end before its get (old: touchedFreed (37 steps))',
    );
    expect((await answerTo('C19', 'a', exploring({}))).evidence).toContain('and may end before its get');
  });

  test('leaves weak memory out in a hurry, and says so', async () => {
    expect((await answerTo('C19', 'a', exploring({}, true))).bound).toMatch(/release\/acquire: not explored$/);
    // 8 combinations of a grace period in 3 scenarios, of 5 states each.
    expect((await answerTo('C19', 'a', exploring({}))).bound).toMatch(/release\/acquire: 120 states$/);
  });
});

describe('(b) reused at once', () => {
  test.each<[Given, AnswerWord]>([
    [{}, 'yes'],
    [{ broken: { [STABLE]: { stolenFree: 21 } } }, 'no'],
    [{ broken: { 'old at-once sc': { touchedFreed: 17 } } }, 'yes'],
    [{ incomplete: [STABLE] }, 'not decided here'],
  ])('%j: %s', async (given, answer) => {
    expect((await answerTo('C19', 'b', exploring(given))).answer).toBe(answer);
  });

  test('blames the get only where it is one that touches', async () => {
    const all = ['old', 'v4', 'v5', 'freeze-first'].map((name) => [`${name} at-once sc`, { touchedFreed: 17 }]);
    const { evidence } = await answerTo('C19', 'b', exploring({ broken: Object.fromEntries(all) }));
    expect(evidence).toContain('old, v4, v5 and freeze-first touchedFreed (17 steps)');
    expect(evidence).not.toContain('already the get'); // the last step of the witnesses made up here is of a put
  });
});

describe('(c) the put that sleeps', () => {
  const touched = { touchedFreed: 41 };
  test.each<[Given, AnswerWord, qualifier: string | null]>([
    [{}, 'yes', null],
    [{ broken: { [OUTSIDE]: { stolenFree: 48 } } }, 'yes', null],
    [
      { broken: { [OUTSIDE]: touched } },
      'yes, if',
      'the put lies inside a read-side section, or the memory is type-stable for good',
    ],
    [{ broken: { [OUTSIDE]: touched, [WITHIN]: touched } }, 'yes, if', 'the memory is type-stable for good'],
    [{ broken: { [OUTSIDE]: touched, [WITHIN]: touched, [STABLE]: touched } }, 'no', null],
    [{ broken: { [OUTSIDE]: touched }, incomplete: [WITHIN] }, 'not decided here', 'not everything was explored'],
  ])('%j: %s', async (given, answer, qualifier) => {
    expect(await answerTo('C19', 'c', exploring(given))).toMatchObject({ answer, qualifier });
  });

  test('shows the access that touches', async () => {
    const finding = await answerTo('C19', 'c', exploring({ broken: { [OUTSIDE]: touched } }));
    expect(finding.evidence).toContain('its compareExchange at v4.ts:1 touches freed memory (41 steps');
    expect(finding.witness?.witness.property).toBe('touchedFreed');
  });
});

describe('the table', () => {
  const broken = {
    [STABLE]: { stolenFree: 21 },
    [OUTSIDE]: { stolenFree: 48, touchedFreed: 41 },
    'old type-stable ra': { useAfterFree: 19 },
  };
  const race = ({ scenario }: RaceRequest) => ({ stolenFree: scenario === 'folio-walker' ? 400 : 4, stalls: 9 });

  async function table(quick = false): Promise<Map<string, ClaimCombination>> {
    const { combinations = [] } = await answerTo('C19', 'c', exploring({ broken, race }, quick));
    return new Map(
      combinations.map((one) => [[one.protocol, one.reclaim, one.section ?? 'either way'].join(' '), one]),
    );
  }

  test('has each protocol with each way in which memory comes back, once where no memory waits for sections', async () => {
    const settings = ['at-once either way', 'type-stable either way', 'grace put-outside', 'grace put-inside'];
    expect([...(await table()).keys()]).toEqual(
      ['old', 'v4', 'v5', 'freeze-first'].flatMap((protocol) => settings.map((setting) => `${protocol} ${setting}`)),
    );
  });

  test('has the shortest witness of what is broken, and the states of all scenarios', async () => {
    expect((await table()).get('v4 grace put-outside')).toMatchObject({
      verdict: 'violated',
      violated: ['stolenFree', 'touchedFreed'],
      states: 15,
      shortest: { property: 'touchedFreed', scenario: 'folio-email', steps: 41, token: 'touchedFreed@41' },
      releaseAcquire: null,
    });
  });

  test('has weak memory for what holds', async () => {
    const rows = await table();
    expect(rows.get('old type-stable either way')).toMatchObject({
      verdict: 'clean',
      shortest: null,
      releaseAcquire: { verdict: 'violated', violated: ['useAfterFree'], states: 15 },
      race: null,
    });
    expect(rows.get('old grace put-inside')?.releaseAcquire).toMatchObject({ verdict: 'clean' });
    expect((await table(true)).get('old grace put-inside')?.releaseAcquire).toBeNull();
  });

  test('has the race in which it shows most often, with its interval', async () => {
    const raced = { violation: 'stolenFree', stall: 'spin:10000', heldUp: 9 };
    expect((await table()).get('v4 type-stable either way')?.race).toMatchObject({
      ...raced,
      scenario: 'folio-walker',
      events: 400,
      perSecond: { median: 400 },
    });
    expect((await table(true)).get('v4 type-stable either way')?.race).toMatchObject({
      ...raced,
      scenario: 'folio-email',
      events: 4,
    });
  });

  test('has a bound where a race shows none of it', async () => {
    const race = (await table()).get('v4 grace put-outside')?.race;
    expect(race).toMatchObject({ violation: 'touchedFreed', events: 0, perSecond: { median: 0, low: 0 } });
    expect(race?.perSecond.high).toBeGreaterThan(3);
  });
});

describe('(d) as in the kernel', () => {
  const litmus =
    (answers: Readonly<Record<string, string>>) =>
    (names: readonly string[]): never =>
      ({
        results: names.map((name) => {
          const usual = /one-epoch|no-/.test(name) ? 'Sometimes' : 'Never';
          return { name, runs: answers[name] === '' ? [] : [{ answer: answers[name] ?? usual, states: 5 }] };
        }),
      }) as never;

  test.each<[Readonly<Record<string, string>>, AnswerWord, evidence: RegExp]>([
    [{}, 'yes', /With one step of the epoch/],
    [{ 'epochs+LB': 'Sometimes' }, 'no', /Not in epochs\+LB/],
    [{ 'epochs+LB': '' }, 'not decided here', /./],
    [{ 'epochs+MP+no-barrier': 'Never' }, 'yes', /Less would do in epochs\+MP\+no-barrier/],
  ])('%j: %s', async (answers, answer, evidence) => {
    const settled = await answerTo('C19', 'd', stubbed({ litmus: litmus(answers) }));
    expect(settled.answer).toBe(answer);
    expect(settled.evidence).toMatch(evidence);
  });
});
