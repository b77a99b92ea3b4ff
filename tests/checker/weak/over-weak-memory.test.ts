// The weak model against axioms, against sequential consistency, and against what must not depend on it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ra } from '../../../src/checker/memory/ra/ra.js';
import { explore } from '../../../src/checker/search/explore.js';
import { ACQUIRE, FULL, RELAXED, RELEASE } from '../../../src/runtime/order.js';
import { inSlow } from '../../slow.js';
import { finalsOf } from '../explored.js';
import { type Op, REGISTERS, sourceOf, systemOf, type Thread } from '../programs.js';
import { ORDERS, outcomesByAxioms } from './axioms.js';

const LIMITS = { maxStates: 1_000_000 };
const WORDS = 2;

function systemFor(threads: readonly Thread[], memory: 'sc' | 'ra') {
  const system = systemOf(sourceOf(threads, WORDS), WORDS + threads.length * REGISTERS);
  return memory === 'ra' ? ra.over(system) : system;
}

function finals(threads: readonly Thread[], memory: 'sc' | 'ra'): Set<string> {
  const exploration = explore(systemFor(threads, memory), { symmetry: false }, LIMITS);
  expect(exploration.complete).toBe(true);
  return finalsOf(exploration);
}

const word = fc.nat({ max: WORDS - 1 });
const value = fc.integer({ min: 1, max: 2 });
// Full operations leave little to be weak.
const order = fc.constantFrom(...ORDERS, ...ORDERS.filter((one) => one !== FULL), RELAXED, RELAXED);
const updates: fc.Arbitrary<Op>[] = [
  fc.record({ op: fc.constant('fetchAdd' as const), word, value, order }),
  fc.record({ op: fc.constant('exchange' as const), word, value, order }),
  fc.record({ op: fc.constant('compareExchange' as const), word, expected: fc.nat({ max: 1 }), value, order }),
];
const plain: fc.Arbitrary<Op>[] = [
  fc.record({ op: fc.constant('load' as const), word, order }),
  fc.record({ op: fc.constant('store' as const), word, value, order }),
];

/** Threads with at most `most` operations together, each result in a register of its own. */
function programs(ops: readonly fc.Arbitrary<Op>[], most: number): fc.Arbitrary<Thread[]> {
  return fc
    .array(fc.array(fc.oneof(...ops), { minLength: 2, maxLength: REGISTERS, size: 'max' }), {
      minLength: 2,
      maxLength: 3,
      size: 'max',
    })
    .filter((threads) => threads.flat().length <= most)
    .map((threads) =>
      threads.map((thread) => thread.map((op, index) => (op.op === 'store' ? op : { ...op, into: index }))),
    );
}

const full = (threads: Thread[]): Thread[] => threads.map((ops) => ops.map(({ order: _, ...op }) => op));

describe('random programs', () => {
  test('have under ra exactly the outcomes that the axioms allow', () => {
    let weak = 0;
    fc.assert(
      fc.property(programs([...plain, ...plain, ...updates], 6), (threads) => {
        const byMachine = new Set([...finals(threads, 'ra')].map((final) => outcomeOf(threads, final)));
        expect(byMachine).toEqual(outcomesByAxioms(threads, WORDS));
        if (byMachine.size > finals(threads, 'sc').size) weak++;
      }),
      { numRuns: inSlow(100, 20) },
    );
    expect(weak).toBeGreaterThan(0); // or the programs were no test at all
  });

  test('have under ra every outcome that they have under sc', () => {
    fc.assert(
      fc.property(programs([...plain, ...updates], 6), (threads) => {
        const weak = finals(threads, 'ra');
        for (const final of finals(threads, 'sc')) expect(weak).toContain(final);
      }),
      { numRuns: inSlow(100, 20) },
    );
  });

  test('of full operations have the same outcomes under both', () => {
    // Without compare-and-swap: one that fails orders nothing, however full it was to be.
    const ordering = [...plain, ...updates.filter((_, index) => index < 2)];
    fc.assert(
      fc.property(programs(ordering, 6).map(full), (threads) => {
        expect(finals(threads, 'ra')).toEqual(finals(threads, 'sc'));
      }),
      { numRuns: inSlow(100, 20) },
    );
  });

  test('whose relaxed accesses are guarded by a lock have the same outcomes under both', () => {
    // Try to lock word 0; while it is held, do relaxed things to word 1; unlock.
    const guarded = fc.array(
      fc.oneof(
        fc.record({ op: fc.constant('load' as const), word: fc.constant(1), into: fc.constant(1) }),
        fc.record({ op: fc.constant('store' as const), word: fc.constant(1), value }),
      ),
      { minLength: 1, maxLength: 3 },
    );
    const locked = guarded.map((ops): Thread => {
      const held = { when: 0, order: RELAXED };
      return [
        { op: 'compareExchange', word: 0, expected: 0, value: 1, into: 0, order: ACQUIRE },
        ...ops.map((op) => ({ ...op, ...held })),
        { op: 'store', word: 0, value: 0, when: 0, order: RELEASE },
      ];
    });
    fc.assert(
      fc.property(fc.array(locked, { minLength: 2, maxLength: 3 }), (threads) => {
        expect(finals(threads, 'ra')).toEqual(finals(threads, 'sc'));
      }),
      { numRuns: inSlow(40, 10) },
    );
  });

  test('that touch one word by read-modify-writes alone have the same outcomes under both, relaxed or not', () => {
    const single = programs(updates.slice(0, 2), 6).map((threads) =>
      threads.map((ops) => ops.map((op) => ({ ...op, word: 0 }))),
    );
    fc.assert(
      fc.property(single, (threads) => {
        expect(finals(threads, 'ra')).toEqual(finals(threads, 'sc'));
      }),
      { numRuns: inSlow(40, 10) },
    );
  });

  test('reach the same outcomes whether interchangeable threads are told from each other or not', () => {
    fc.assert(
      fc.property(programs([...plain, ...updates], 6), ([first = []]) => {
        const system = () => ra.over(systemOf(sourceOf([first, first, first], WORDS, false), WORDS));
        const distinguished = explore(system(), { symmetry: false }, LIMITS);
        const together = explore(system(), { symmetry: true }, LIMITS);
        expect(finalsOf(together)).toEqual(finalsOf(distinguished));
        expect(together.visited.size).toBeLessThanOrEqual(distinguished.visited.size);
      }),
      { numRuns: inSlow(40, 10) },
    );
  });
});

/** Returns what each reading operation found, then the memory, from a final memory with registers behind it. */
function outcomeOf(threads: readonly Thread[], final: string): string {
  const memory = final.split(',');
  const registers = threads.flatMap((ops, thread) =>
    ops.flatMap(({ into }) => (into === undefined ? [] : [memory[WORDS + thread * REGISTERS + into]])),
  );
  return [...registers, ...memory.slice(0, WORDS)].join();
}

describe('states are canonical', () => {
  const states = (source: string, words: number): number => {
    const exploration = explore(ra.over(systemOf(source, words)), { symmetry: false }, LIMITS);
    expect(exploration.complete).toBe(true);
    return exploration.visited.size;
  };
  const imports = "import { load, store, fetchAdd, exchange } from '#memory';\n";

  test('a thread alone has one state for each of its steps, whatever it writes over', () => {
    const source = `${imports}export function t0(): void { for (let i = 0; i < 20; i++) store(64, i & 1, 0); }`;
    expect(states(source, 1)).toBe(21);
  });

  test('a loop that waits for a store comes back to the state that it has been in', () => {
    const source = `${imports}export function t0(): void { while (load(64, 0) === 0) {} }\nexport function t1(): void { store(64, 1, 0); }`;
    // Waiting or done, before the store or after it; but not done before it.
    expect(states(source, 1)).toBe(3);
  });

  test('a loop of two that hand a word to each other has few states', () => {
    const transition = (own: number): string =>
      `export function t${own}(): void { for (;;) { while (load(64, 1) !== ${own}) {} store(64, ${1 - own}, 2); } }`;
    expect(states(`${imports}${transition(0)}\n${transition(1)}`, 1)).toBeLessThan(20);
  });

  test('what only ended threads could have read is forgotten', () => {
    const source = `${imports}export function t0(): void { load(64, 0); }\nexport function t1(): void { for (let i = 0; i < 30; i++) store(64, i & 1, 0); }`;
    // 31 local states of t1 with t0 ended; before that, one for each of them as well.
    expect(states(source, 1)).toBe(62);
  });

  test('what came before does not matter to what ends the same', () => {
    const ends = (first: string, second: string): number => {
      const source = `${imports}export function t0(): void { ${first} }\nexport function t1(): void { ${second} }`;
      return explore(ra.over(systemOf(source, 2)), { symmetry: false }, LIMITS).finals;
    };
    expect(ends('fetchAdd(64, 1, 0); fetchAdd(68, 1, 3);', 'fetchAdd(68, 1, 3); fetchAdd(64, 1, 0);')).toBe(1);
  });
});
