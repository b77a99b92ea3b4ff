// The explorer against arithmetic, against classic shapes, and against plain enumeration of random programs.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { System } from '../../src/checker/model/system.js';
import { type Exploration, explore } from '../../src/checker/search/explore.js';
import type { Reductions } from '../../src/options/check-options.js';
import { FIRST_VIOLATION } from '../../src/runtime/counters.js';
import { inSlow } from '../slow.js';
import { countSchedules, finalsOf, schedulesOf } from './explored.js';
import { enumerate, type Op, REGISTERS, registerWord, sourceOf, systemOf, type Thread } from './programs.js';

const PLAIN: Reductions = { symmetry: false };
const EVERY_REDUCTION: readonly (readonly [string, Reductions])[] = [
  ['plain', PLAIN],
  ['symmetry', { symmetry: true }],
];
const LIMITS = { maxStates: 1_000_000 };

function programOf(threads: readonly Thread[], shared: number) {
  return systemOf(sourceOf(threads, shared), shared + threads.length * REGISTERS);
}

/** `steps` additions to a word of the thread's own. */
function independent(...steps: number[]): Thread[] {
  return steps.map((count, word) => Array.from({ length: count }, (): Op => ({ op: 'fetchAdd', word, value: 1 })));
}

describe('the number of schedules', () => {
  const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));

  test.each([[[1, 1]], [[2, 2]], [[3, 5]], [[10, 10]], [[2, 3, 4]], [[5, 5, 5, 5]], [[7]]])(
    'of independent threads with %j steps is the multinomial coefficient',
    (steps) => {
      const expected = steps.reduce((left, count) => left / factorial(count), factorial(steps.reduce((a, b) => a + b)));
      expect(countSchedules(programOf(independent(...steps), steps.length))).toBe(expected);
    },
  );

  test('the schedules of two threads with two steps, one by one', () => {
    expect(schedulesOf(programOf(independent(2, 2), 2))).toEqual(['aabb', 'abab', 'abba', 'baab', 'baba', 'bbaa']);
  });

  test('the states of independent threads are the points of a grid', () => {
    expect(explore(programOf(independent(3, 4, 5), 3), PLAIN, LIMITS).visited.size).toBe(4 * 5 * 6);
  });

  test('interchangeable threads make multisets of their local states', () => {
    const adds: Thread = Array.from({ length: 3 }, (): Op => ({ op: 'fetchAdd', word: 0, value: 1 }));
    const system = () => systemOf(sourceOf([adds, adds, adds, adds], 1, false), 1);
    expect(explore(system(), PLAIN, LIMITS).visited.size).toBe(4 ** 4);
    expect(explore(system(), { symmetry: true }, LIMITS).visited.size).toBe(35); // 4 of 4 local states, with repetition
  });

  test('a choice has one transition for each outcome', () => {
    const source =
      "import { choose } from './runtime/choice.js';\nimport { store } from '#memory';\nexport function t0(): void { store(64, choose(5), 0); }";
    const exploration = explore(systemOf(source, 1), PLAIN, LIMITS);
    expect([...finalsOf(exploration)].sort()).toEqual(['0', '1', '2', '3', '4']);
  });
});

describe('classic shapes under sequential consistency', () => {
  const store = (word: number, value: number): Op => ({ op: 'store', word, value });
  const load = (word: number, into: number): Op => ({ op: 'load', word, into });
  const [X, Y] = [0, 1];

  /** Outcomes of the named registers, such as `t0.r1`, sorted. */
  function outcomes(
    threads: readonly Thread[],
    registers: readonly (readonly [number, number])[],
    shared = 2,
  ): string[] {
    const exploration = explore(programOf(threads, shared), { symmetry: true }, LIMITS);
    expect(exploration.complete).toBe(true);
    const seen = new Set<string>();
    for (const final of finalsOf(exploration)) {
      const memory = final.split(',');
      seen.add(registers.map(([thread, register]) => memory[registerWord(shared, thread, register)]).join(''));
    }
    return [...seen].sort();
  }

  test('store buffering: at least one sees the other', () => {
    const found = outcomes(
      [
        [store(X, 1), load(Y, 0)],
        [store(Y, 1), load(X, 0)],
      ],
      [
        [0, 0],
        [1, 0],
      ],
    );
    expect(found).toEqual(['01', '10', '11']);
  });

  test('message passing: the flag comes after the data', () => {
    const found = outcomes(
      [
        [store(X, 1), store(Y, 1)],
        [load(Y, 0), load(X, 1)],
      ],
      [
        [1, 0],
        [1, 1],
      ],
    );
    expect(found).toEqual(['00', '01', '11']);
  });

  test('load buffering: not both see the future', () => {
    const found = outcomes(
      [
        [load(X, 0), store(Y, 1)],
        [load(Y, 0), store(X, 1)],
      ],
      [
        [0, 0],
        [1, 0],
      ],
    );
    expect(found).toEqual(['00', '01', '10']);
  });

  test('independent reads of independent writes: readers agree on the order', () => {
    const threads = [[store(X, 1)], [store(Y, 1)], [load(X, 0), load(Y, 1)], [load(Y, 0), load(X, 1)]];
    const found = outcomes(threads, [
      [2, 0],
      [2, 1],
      [3, 0],
      [3, 1],
    ]);
    expect(found).not.toContain('1010');
    expect(found).toHaveLength(15);
  });

  test('coherence of two reads: no going back', () => {
    const found = outcomes(
      [
        [store(X, 1), store(X, 2)],
        [load(X, 0), load(X, 1)],
      ],
      [
        [1, 0],
        [1, 1],
      ],
      1,
    );
    expect(found).toEqual(['00', '01', '02', '11', '12', '22']);
  });

  test('2+2W: not both first stores win', () => {
    const exploration = explore(
      programOf(
        [
          [store(X, 1), store(Y, 2)],
          [store(Y, 1), store(X, 2)],
        ],
        2,
      ),
      PLAIN,
      LIMITS,
    );
    const memories = [...finalsOf(exploration)].map((final) => final.split(',').slice(0, 2).join(''));
    expect([...new Set(memories)].sort()).toEqual(['12', '21', '22']);
  });

  test('atomic additions lose nothing; a load and a store do', () => {
    const add: Thread = [{ op: 'fetchAdd', word: X, value: 1, into: 0 }];
    expect(
      outcomes(
        [add, add],
        [
          [0, 0],
          [1, 0],
        ],
        1,
      ),
    ).toEqual(['01', '10']);
    const source =
      "import { load, store } from '#memory';\n" +
      [0, 1].map((thread) => `export function t${thread}(): void { store(64, load(64, 0) + 1, 0); }`).join('\n');
    expect(finalsOf(explore(systemOf(source, 1), PLAIN, LIMITS))).toEqual(new Set(['1', '2']));
  });
});

describe.each(EVERY_REDUCTION)('with the reduction "%s"', (_, reductions) => {
  /** The violations (bits) that the threads report. */
  function violationsOf(...threads: readonly string[]): number[] {
    const bodies = threads.map((body, thread) => `export function t${thread}(): void { ${body} }`);
    const imports = "import { load, observe, store } from '#memory';\nimport { recordViolation } from '#probes';\n";
    const { complete, violationDepths } = explore(systemOf(imports + bodies.join('\n'), 2), reductions, LIMITS);
    expect(complete).toBe(true);
    return [...violationDepths.keys()].sort();
  }
  const violation = (bit: number): string => `recordViolation(${FIRST_VIOLATION + bit}, 0, 0, 0);`;

  test('a thread that spins on a word of its own postpones nobody for ever', () => {
    expect(violationsOf('while (load(64, 0) === 0) {}', `store(68, 1, 0); ${violation(0)}`)).toEqual([0]);
  });

  test('a detector that looks at a word depends on who writes it', () => {
    const detector = `load(68, 0); if (observe(64) === 0) { ${violation(0)} } else { ${violation(1)} }`;
    expect(violationsOf('store(64, 1, 0);', detector)).toEqual([0, 1]);
    expect(violationsOf(detector, 'store(64, 1, 0);')).toEqual([0, 1]);
  });
});

describe('random programs', () => {
  const SHARED = 2;
  const word = fc.nat({ max: SHARED - 1 });
  const value = fc.nat({ max: 2 });
  const into = fc.nat({ max: REGISTERS - 1 });
  const when = fc.option(into, { nil: undefined, freq: 4 });
  const op: fc.Arbitrary<Op> = fc.oneof(
    fc.record({ op: fc.constant('load' as const), word, into, when }),
    fc.record({ op: fc.constant('store' as const), word, value, when }),
    fc.record({ op: fc.constant('fetchAdd' as const), word, value, into, when }),
    fc.record({ op: fc.constant('exchange' as const), word, value, into, when }),
    fc.record({ op: fc.constant('compareExchange' as const), word, expected: value, value, into, when }),
  );
  const different = fc.array(fc.array(op, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 });
  // Equal threads give symmetry something to do; keeping no registers makes them interchangeable.
  const equal = fc
    .tuple(fc.array(op, { minLength: 1, maxLength: 3 }), fc.array(op, { maxLength: 2 }))
    .map(([twin, other]) => [twin, twin, other].filter(({ length }) => length > 0));

  test.each(EVERY_REDUCTION)('%s: the final states are those of plain enumeration', (_, reductions) => {
    fc.assert(
      fc.property(different, (threads) => {
        const exploration = explore(programOf(threads, SHARED), reductions, LIMITS);
        // Registers that a thread never sets have no word in the model, and stay 0 in both.
        expect(finalsOf(exploration)).toEqual(enumerate(threads, SHARED).finals);
      }),
      { numRuns: inSlow(150, 50) },
    );
  });

  const sharedMemories = (finals: ReadonlySet<string>): Set<string> =>
    new Set([...finals].map((final) => final.split(',').slice(0, SHARED).join()));

  test.each(EVERY_REDUCTION)('%s: with interchangeable threads too', (_, reductions) => {
    fc.assert(
      fc.property(equal, (threads) => {
        const system = systemOf(sourceOf(threads, SHARED, false), SHARED);
        const exploration = explore(system, reductions, LIMITS);
        expect(sharedMemories(finalsOf(exploration))).toEqual(sharedMemories(enumerate(threads, SHARED).finals));
      }),
      { numRuns: inSlow(150, 50) },
    );
  });
});

test('a limit is exceeded by no more than what is added at a time', () => {
  const limits = { maxStates: 10_000 };
  const { visited, levels } = explore(programOf(independent(9, 9, 9, 9, 9), 5), PLAIN, limits);
  const largest = Math.max(...levels.slice(1).map((end, level) => end - (levels[level] ?? 0)));
  expect(largest).toBeGreaterThan(1000); // a whole level would be far more
  expect(visited.size).toBeGreaterThan(limits.maxStates);
  expect(visited.size).toBeLessThan(limits.maxStates + 300);
});

/** Three threads that add to one word. */
function adders(): System {
  const adds: Thread = Array.from({ length: 40 }, (): Op => ({ op: 'fetchAdd', word: 0, value: 1 }));
  return systemOf(sourceOf([adds, adds.slice(1), adds.slice(2)], 1, false), 1);
}

function expectIntact({ visited, frontier, levels, complete }: Exploration): void {
  expect(complete).toBe(false);
  expect(frontier).toBeGreaterThan(0);
  const fields = new Int32Array(4);
  for (let state = 0; state < visited.size; state++) {
    visited.read(state, fields);
    expect(visited.find(fields)).toBe(state);
  }
  expect(levels.at(-1)).toBeLessThanOrEqual(visited.size);
}

test('when the machine has no more memory, for the table to grow, what was met so far still stands', () => {
  const system = adders();
  const allocate = globalThis.Uint32Array;
  globalThis.Uint32Array = class extends allocate {
    constructor(length: number) {
      if (length > 4000 && length < 1 << 15) throw new RangeError('Array buffer allocation failed');
      super(length);
    }
  } as typeof Uint32Array;
  try {
    const exploration = explore(system, PLAIN, LIMITS);
    expect(exploration.outOfMemory).toBe('machine');
    expectIntact(exploration);
  } finally {
    globalThis.Uint32Array = allocate;
  }
});

test('a budget ends an exploration before more is held, at the same state each time', () => {
  const maxMemoryBytes = 1_000_000;
  const explorations = [1, 2].map(() => explore(adders(), PLAIN, { ...LIMITS, maxMemoryBytes }));
  const [first, second] = explorations.map(({ visited }) => visited.size);
  expect(first).toBe(second);
  for (const exploration of explorations) {
    expect(exploration.outOfMemory).toBe('budget');
    expect(exploration.visited.bytes + exploration.system.bytesHeld()).toBeLessThan(maxMemoryBytes);
    expectIntact(exploration);
  }
});

describe('what loops for ever ends at the budget', () => {
  const endless = (source: string): Exploration =>
    explore(systemOf(source, 1), PLAIN, { maxStates: Number.POSITIVE_INFINITY, maxMemoryBytes: 15_000_000 });

  test.each([
    ['a thread that counts to itself', 'let count = 0; while (load(64, 0) === 0) count = count + 1;'],
    ['a thread that counts in memory', 'while (fetchAdd(64, 1, 3) !== -1) {}'],
    ['a thread that counts in both', 'let count = 0; while (fetchAdd(64, count, 3) !== -1) count = count + 1;'],
    ['a detector that counts to itself', 'load(64, 0); let count = 0; while (observe(64) === 0) count = count + 1;'],
  ])('%s', (_, body) => {
    const { outOfMemory, visited, system } = endless(
      `import { fetchAdd, load, observe } from '#memory';\nexport function t0(): void { ${body} }`,
    );
    expect(outOfMemory).toBe('budget');
    expect(visited.bytes + system.bytesHeld()).toBeLessThan(20_000_000);
  });
});
