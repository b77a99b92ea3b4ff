// A schedule made by hand takes the steps that the explorer takes, and finds what it finds.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Simulation } from '../../src/checker/simulation.js';
import { parseSchedule } from '../../src/checker/trace/schedule.js';
import { codeOf } from '../../src/checker/unexplored.js';
import { protocols } from '../../src/protocols/index.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';
import { UsageError } from '../../src/usage-error.js';
import { check, here, loadWitness } from '../runs.js';
import { inSlow } from '../slow.js';

async function simulation(request: CheckRequest): Promise<Simulation> {
  const resolved = resolveCheck(request);
  return new Simulation(resolved, await codeOf(resolved, here));
}

/** The questions of the gallery, whose answers are violations. */
const demonstrations = protocols.flatMap(({ name: protocol, demonstration }): CheckRequest[] => {
  if (!demonstration) return [];
  const { scenario, width, rounds } = demonstration;
  return [{ protocol, scenario, dtor: 'looked-up', ...(width && { width }), ...(rounds && { rounds }) }];
});

describe('along the witnesses of a check', () => {
  test.each<CheckRequest>([
    {},
    { scenario: 'stale' },
    { protocol: 'plain-init-before-type', scenario: 'email', memory: 'ra' },
    { protocol: 'v4', scenario: 'email', memory: 'ra' },
    ...demonstrations,
  ])('%j: the same steps, and what they show', async (request) => {
    const { witnesses } = await check(request);
    const walk = await simulation(request);
    for (const { property, schedule, steps, token } of witnesses) {
      walk.back(Number.POSITIVE_INFINITY);
      for (const { thread, choice } of parseSchedule(schedule) ?? []) walk.take(thread, choice);
      expect(walk.steps).toEqual(steps);
      expect(walk.findings()).toContainEqual({ property, step: steps.length });
      expect(walk.witness(property).token).toBe(token);
    }
  });
});

describe('the report', () => {
  test('its type confusion, made by hand', async () => {
    const walk = await simulation({});
    walk.run(0); // T1 puts, and is in the window
    expect(walk.moves(0)[0]?.step.half).toBe(2);
    walk.run(1); // T2 gets late, and puts
    walk.run(1); // its step 2: the page is freed
    walk.run(2); // T3 has the page now, and puts
    expect(walk.findings()).toEqual([]);
    walk.take(0);
    const found = walk.findings().map(({ property }) => property);
    expect(found).toContain('typeConfusionStolenFree');
    const { token, schedule } = walk.witness('typeConfusionStolenFree');
    expect(schedule).toBe('a5b5c5a');
    expect((await loadWitness(token)).steps).toEqual(walk.steps);
  });

  test('one thread after the other shows nothing', async () => {
    const walk = await simulation({});
    for (let thread = 0; thread < walk.threads; thread++) while (walk.moves(thread).length > 0) walk.run(thread);
    expect(walk.isOver).toBe(true);
    expect(walk.findings()).toEqual([]);
    expect([0, 1, 2].map((thread) => walk.hasEnded(thread))).toEqual([true, true, true]);
  });
});

describe('what is ahead of steps that were taken', () => {
  test.each<CheckRequest>([{}, { scenario: 'getters' }, { memory: 'ra' }])(
    '%j: on a shortest way to a violation, the rest of it',
    async (request) => {
      const { witnesses } = await check(request);
      expect(witnesses).not.toEqual([]);
      for (const { property, schedule } of witnesses) {
        const steps = parseSchedule(schedule) ?? [];
        for (let taken = 1; taken < steps.length; taken += 3) {
          const prefix = steps.slice(0, taken);
          const ahead = (await check(request, { prefix })).witnesses.find((witness) => witness.property === property);
          const found = parseSchedule(ahead?.schedule ?? '') ?? [];
          expect(found.slice(0, taken)).toEqual(prefix);
          expect(found).toHaveLength(steps.length);
          const walk = await simulation(request);
          for (const { thread, choice } of found) walk.take(thread, choice);
          expect(walk.findings()).toContainEqual({ property, step: steps.length });
          expect(walk.witness(property).token).toBe(ahead?.token);
        }
      }
    },
  );

  test('nothing, once it is too late for a violation', async () => {
    const walk = await simulation({});
    for (let thread = 0; thread < walk.threads; thread++) {
      while (walk.moves(thread).length > 0) walk.run(thread);
    }
    const { verdict, states } = await check({}, { prefix: walk.schedule });
    expect({ verdict, states }).toEqual({ verdict: 'clean', states: 1 });
  });
});

test('what is taken back has not happened', async () => {
  const walks = await Promise.all(
    [{}, { scenario: 'mixed' }, { scenario: 'email', memory: 'ra' as const }].map(simulation),
  );
  fc.assert(
    fc.property(fc.constantFrom(...walks), fc.array(fc.nat(), { maxLength: 30 }), fc.nat(30), (walk, picks, kept) => {
      walk.back(Number.POSITIVE_INFINITY);
      const seen = [pictureOf(walk)];
      for (const pick of picks) {
        const moves = Array.from({ length: walk.threads }, (_, thread) => walk.moves(thread)).flat();
        const move = moves[pick % Math.max(1, moves.length)];
        if (!move) break;
        walk.take(move.thread, move.choice);
        expect(walk.steps.at(-1)).toEqual(move.step);
        seen.push(pictureOf(walk));
      }
      const { length } = walk.steps;
      walk.back(Math.max(0, length - kept));
      expect(pictureOf(walk)).toEqual(seen[Math.min(length, kept)]);
    }),
    { numRuns: inSlow(200, 60) },
  );
});

function pictureOf(walk: Simulation): unknown {
  const moves = Array.from({ length: walk.threads }, (_, thread) => walk.moves(thread));
  return { steps: walk.steps, words: walk.words(), findings: walk.findings(), isOver: walk.isOver, moves };
}

test('what threads leave behind is told when all have ended', async () => {
  const request = { protocol: 'undo-failed-get', scenario: 'email' };
  const { witnesses } = await check(request);
  const schedule = parseSchedule(witnesses.find(({ property }) => property === 'leak')?.schedule ?? '') ?? [];
  const walk = await simulation(request);
  const leaks = (): boolean => walk.findings().some(({ property }) => property === 'leak');
  for (const { thread } of schedule.slice(0, -1)) walk.take(thread);
  expect(leaks()).toBe(false);
  walk.take(schedule.at(-1)?.thread ?? 0);
  expect(walk.isOver).toBe(true);
  expect(leaks()).toBe(true);
});

test('the words begin as the memory does, and change by the steps', async () => {
  const walk = await simulation({});
  const FROZEN = -(2 ** 31);
  const refcount = { location: 'refcount', value: FROZEN };
  expect(walk.initialWords()).toEqual([
    refcount,
    { location: 'type', value: 0 },
    { location: 'generation', value: 0 },
    { location: 'slot', value: -1 },
  ]);
  expect(walk.words()).toEqual(walk.initialWords());
  walk.run(0);
  expect(walk.words().find(({ location }) => location === 'refcount')?.value).toBe(0);
  expect(walk.initialWords()).toContainEqual(refcount);
});

test('a thread without a step takes none', async () => {
  const walk = await simulation({});
  expect(() => walk.take(0, 1)).toThrow(RangeError);
  while (walk.moves(0).length > 0) walk.take(0);
  const { length } = walk.steps;
  expect(() => walk.take(0)).toThrow(RangeError);
  walk.run(0);
  expect(walk.steps).toHaveLength(length);
});

test('a memory model without steps is refused', async () => {
  await expect(simulation({ memory: 'lkmm' })).rejects.toThrow(UsageError);
});
