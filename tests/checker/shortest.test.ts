// Witnesses against brute force: no schedule is shorter, none of the shortest switches less.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forEachSuccessor } from '../../src/checker/model/system.js';
import { type Exploration, explore, type Level, levelsOf } from '../../src/checker/search/explore.js';
import { unlessStopped } from '../../src/checker/search/limits.js';
import { canonicalize } from '../../src/checker/search/symmetry.js';
import { firstLivelock } from '../../src/checker/trace/livelock.js';
import { predecessorsIn } from '../../src/checker/trace/predecessors.js';
import type { ScheduleStep } from '../../src/checker/trace/schedule.js';
import { type Goal, shortestSchedules, tracedQuickly } from '../../src/checker/trace/shortest.js';
import { FIRST_VIOLATION } from '../../src/runtime/counters.js';
import { inSlow } from '../slow.js';
import { sourceOf, systemOf, type Thread } from './programs.js';

const LIMITS = { maxStates: 1_000_000 };

function switchesOf(schedule: readonly ScheduleStep[]): number {
  return schedule.filter(({ thread }, index) => index > 0 && thread !== schedule[index - 1]?.thread).length;
}

/** Steps and switches of the best schedule to the final memory `target`, over all schedules. */
function bruteForce(threads: readonly Thread[], target: number): { steps: number; switches: number } | undefined {
  let best: { steps: number; switches: number } | undefined;
  const run = (word: number, counters: readonly number[], last: number, steps: number, switches: number): void => {
    let moved = false;
    threads.forEach((ops, thread) => {
      const op = ops[counters[thread] as number];
      if (!op) return;
      moved = true;
      const next = op.op === 'fetchAdd' ? word + (op.value as number) : (op.value as number);
      run(
        op.op === 'load' ? word : next,
        counters.map((value, index) => (index === thread ? value + 1 : value)),
        thread,
        steps + 1,
        switches + (last >= 0 && last !== thread ? 1 : 0),
      );
    });
    if (moved || word !== target) return;
    if (!best || steps < best.steps || (steps === best.steps && switches < best.switches)) best = { steps, switches };
  };
  run(
    0,
    threads.map(() => 0),
    -1,
    0,
    0,
  );
  return best;
}

test.each([false, true])('fewest switches to a final memory (symmetry: %s)', (symmetry) => {
  const op = fc.oneof(
    fc.record({ op: fc.constant('store' as const), word: fc.constant(0), value: fc.nat({ max: 3 }) }),
    fc.record({ op: fc.constant('fetchAdd' as const), word: fc.constant(0), value: fc.nat({ max: 3 }) }),
  );
  const body = fc.array(op, { minLength: 1, maxLength: 3 });
  const threads = fc.oneof(
    fc.tuple(body, body),
    fc.tuple(body, body, body),
    body.map((twin) => [twin, twin, twin]),
  );
  fc.assert(
    fc.property(threads, fc.nat({ max: 6 }), (program, target) => {
      const atEnd = (fields: Int32Array): number =>
        system.automaton.words.value(0, fields[0] as number) === target ? 1 : 0;
      const system = systemOf(sourceOf(program, 1, false), 1, atEnd);
      const exploration = explore(system, { symmetry }, LIMITS);
      const depth = exploration.violationDepths.get(0);
      const expected = bruteForce(program, target);
      expect(depth).toBe(expected?.steps);
      if (depth === undefined) return;
      const [schedule] = shortestSchedules(exploration, [{ bit: 0, depth }]) as [ScheduleStep[]];
      expect({ steps: schedule.length, switches: switchesOf(schedule) }).toEqual(expected);
    }),
    { numRuns: inSlow(200, 60) },
  );
});

test('a violation in the middle ends its witness there; each of many goals gets its own', () => {
  const source = `
    import { fetchAdd, load, observe } from '#memory';
    import { recordViolation } from '#probes';
    export function t0(): void { if (fetchAdd(64, 1, 3) === 1) recordViolation(${FIRST_VIOLATION}, 0, 0, 0); load(68, 0); load(68, 0); }
    export function t1(): void { fetchAdd(64, 1, 3); if (observe(64) === 2) recordViolation(${FIRST_VIOLATION + 1}, 0, 0, 0); load(68, 0); }
  `;
  const exploration = explore(systemOf(source, 2), { symmetry: true }, LIMITS);
  expect([...exploration.violationDepths]).toEqual(
    expect.arrayContaining([
      [0, 2],
      [1, 2],
    ]),
  );
  const goals: Goal[] = [0, 1].map((bit) => ({ bit, depth: 2 }));
  const threads = shortestSchedules(exploration, goals).map((schedule) => schedule.map(({ thread }) => thread));
  expect(threads).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test('a stop ends the search for schedules and for livelocks', () => {
  const source = `
    import { load, exchange } from '#memory';
    export function t0(): void { while (load(64, 1) === 0) {} }
    export function t1(): void { exchange(64, 1, 3); }
  `;
  const exploration = explore(systemOf(source, 2), { symmetry: true }, LIMITS);
  const stop = Int32Array.of(0);
  const goals: Goal[] = [{ bit: 0, depth: 0, state: 0 }];
  const search = (): unknown => unlessStopped(() => shortestSchedules(exploration, goals, { stop }));
  const livelock = (): unknown => unlessStopped(() => firstLivelock(exploration, { stop }));
  expect([search(), livelock()]).toEqual([[expect.any(Array)], -1]);
  stop[0] = 1;
  expect([search(), livelock()]).toEqual([undefined, undefined]);
});

describe('livelocks', () => {
  const livelockOf = (source: string, words = 2): number =>
    firstLivelock(
      explore(
        systemOf(`import { load, store, exchange, compareExchange } from '#memory';\n${source}`, words),
        { symmetry: true },
        LIMITS,
      ),
    );

  test('a spin on a flag that nobody sets', () => {
    expect(livelockOf('export function t0(): void { while (load(64, 1) === 0) {} }')).toBe(0);
  });

  test('a spin on a flag that somebody sets is none', () => {
    expect(
      livelockOf(
        'export function t0(): void { while (load(64, 1) === 0) {} }\nexport function t1(): void { store(64, 1, 2); }',
      ),
    ).toBe(-1);
  });

  test('two locks taken in opposite orders: only once both are taken', () => {
    const take = (first: number, second: number): string =>
      `while (exchange(${first}, 1, 1) !== 0) {} while (exchange(${second}, 1, 1) !== 0) {} store(${second}, 0, 2); store(${first}, 0, 2);`;
    const source = `export function t0(): void { ${take(64, 68)} }\nexport function t1(): void { ${take(68, 64)} }`;
    expect(livelockOf(source)).toBeGreaterThan(0);
    const sameOrder = `export function t0(): void { ${take(64, 68)} }\nexport function t1(): void { ${take(64, 68)} }`;
    expect(livelockOf(sameOrder)).toBe(-1);
  });

  test('begin where no trap can end the run any more', () => {
    const waits = 'while (load(68, 1) === 0) {}';
    const divides = (one: string): string => `export function t0(): void { store(72, (7 / ${one}) | 0, 0); }`;
    // Without a store to 64 the division traps, which ends the run. Once it has found a 1, t1 waits in vain.
    expect(
      livelockOf(`${divides('load(64, 1)')}\nexport function t1(): void { store(64, 1, 2); ${waits} }`, 3),
    ).toBeGreaterThan(0);
    expect(livelockOf(`${divides('load(64, 1)')}\nexport function t1(): void { ${waits} }`, 3)).toBe(-1);
  });

  test('a retry loop that lets itself be overtaken is none: some schedule ends it', () => {
    const add =
      'let seen = load(64, 0); let before = compareExchange(64, seen, seen + 1, 3); while (before !== seen) { seen = before; before = compareExchange(64, seen, seen + 1, 3); }';
    expect(livelockOf(`export function t0(): void { ${add} }\nexport function t1(): void { ${add} }`)).toBe(-1);
  });
});

test('of an interrupted exploration, witnesses are searched for among its first states only', () => {
  const levels = [0, 1, 1000, 200_000, 200_001];
  const goals = [1, 2, 3, 9].map((depth) => ({ bit: 0, depth }));
  expect(tracedQuickly({ levels }, goals).map(({ depth }) => depth)).toEqual([1, 2]);
});

describe('against plain searches, on random programs with loops', () => {
  const word = fc.constantFrom(64, 68);
  const value = fc.nat({ max: 2 });
  const statement = fc.oneof(
    fc.tuple(word, value).map(([at, wanted]) => `while (load(${at}, 0) === ${wanted}) {}`),
    fc.tuple(word, value).map(([at, wanted]) => `while (exchange(${at}, 1, 3) === ${wanted}) {}`),
    fc.tuple(word, value).map(([at, stored]) => `store(${at}, ${stored}, 0);`),
    fc.tuple(word, value, value).map(([at, old, next]) => `compareExchange(${at}, ${old}, ${next}, 3);`),
    word.map((at) => `if (observe(${at}) === 2) recordViolation(${FIRST_VIOLATION}, 0, 0, 0);`),
  );
  // A detector needs a step before it.
  const body = fc.array(statement, { minLength: 1, maxLength: 3 }).map((lines) => `load(72, 0); ${lines.join(' ')}`);
  const bodies = fc.oneof(
    fc.array(body, { minLength: 1, maxLength: 3 }),
    body.map((twin) => [twin, twin]),
  );

  function explored(threads: readonly string[], symmetry: boolean): Exploration {
    const functions = threads.map((text, thread) => `export function t${thread}(): void { ${text} }`);
    const imports =
      "import { compareExchange, exchange, load, observe, store } from '#memory';\nimport { recordViolation } from '#probes';\n";
    return explore(systemOf(imports + functions.join('\n'), 3), { symmetry }, LIMITS);
  }

  /** Per state: its successors, by trying every transition. */
  function successorsOf({ visited, system, layout }: Exploration): Set<number>[] {
    const stepper = system.newStepper();
    const fields = new Int32Array(stepper.fields.length);
    return Array.from({ length: visited.size }, (_, state) => {
      visited.read(state, fields);
      const successors = new Set<number>();
      forEachSuccessor(stepper, layout.threads.length, fields, () => {
        canonicalize(stepper.fields, system.shared, layout.sameClass);
        successors.add(visited.find(stepper.fields));
      });
      return successors;
    });
  }

  test.each([false, true])('the first livelock is the first state that reaches no end (symmetry: %s)', (symmetry) => {
    let livelocks = 0;
    fc.assert(
      fc.property(bodies, (threads) => {
        const exploration = explored(threads, symmetry);
        const successors = successorsOf(exploration);
        const ending = new Set(successors.flatMap((next, state) => (next.size === 0 ? [state] : [])));
        for (let before = -1; before !== ending.size; ) {
          before = ending.size;
          successors.forEach((next, state) => {
            if ([...next].some((one) => ending.has(one))) ending.add(state);
          });
        }
        const expected = successors.findIndex((_, state) => !ending.has(state));
        if (expected >= 0) livelocks++;
        expect(firstLivelock(exploration)).toBe(expected);
      }),
      { numRuns: inSlow(150, 50) },
    );
    expect(livelocks).toBeGreaterThan(0);
  });

  test.each([false, true])('every predecessor is found, and nothing else (symmetry: %s)', (symmetry) => {
    fc.assert(
      fc.property(bodies, (threads) => {
        const exploration = explored(threads, symmetry);
        const successors = successorsOf(exploration);
        const forEachPredecessor = predecessorsIn(exploration, {});
        const levels = levelsOf(exploration);
        levels.slice(1).forEach((level, depth) => {
          const wanted = new Map(Array.from({ length: level.end - level.start }, (_, at) => [level.start + at, 1]));
          const previous = levels[depth] as Level;
          const found = new Set<string>();
          forEachPredecessor(wanted, previous, (from, to) => found.add(`${from} ${to}`));
          const expected = successors
            .slice(previous.start, previous.end)
            .flatMap((next, at) =>
              [...next].filter((to) => wanted.has(to)).map((to) => `${previous.start + at} ${to}`),
            );
          expect([...found].sort()).toEqual(expected.sort());
        });
      }),
      { numRuns: inSlow(100, 35) },
    );
  });
});
