// The intrinsics on both engines, against each other and against arithmetic: the same operations must give the same
// results and leave the same words.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemory } from '../../src/engines/kernel.js';
import { inCommonWords, NO_WORD } from '../../src/front-end/traps.js';
import { codeOf, TestBed } from './test-kernel.js';
import { TESTED_ENGINES } from './tested-engines.js';

type Vocabulary = Record<Name, (...args: number[]) => number | undefined>;
type Name = keyof typeof MEANING;

interface Step {
  readonly name: Name;
  readonly word: number;
  readonly value: number;
  /** For compareExchange: the word's content, or something else. */
  readonly expected: number | 'hit';
  readonly order: number;
}

const BYTES = 65536;
const WORDS = 16;

/** The effect of each operation on the word. */
const MEANING = {
  load: (before: number) => before,
  store: (_before: number, value: number) => value,
  fetchAdd: (before: number, value: number) => (before + value) | 0,
  fetchSub: (before: number, value: number) => (before - value) | 0,
  fetchOr: (before: number, value: number) => before | value,
  exchange: (_before: number, value: number) => value,
  compareExchange: (before: number, value: number, expected: number) => (before === expected ? value : before),
  observe: (before: number) => before,
  glance: (before: number) => before,
  peek: (before: number) => before,
  poke: (_before: number, value: number) => value,
} satisfies Record<string, (before: number, value: number, expected: number) => number>;

const SILENT: readonly Name[] = ['store', 'poke'];

const i32 = fc.oneof(
  fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) + 1, -(2 ** 30), 2 ** 30, 1024),
  fc.integer(),
);

const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...(Object.keys(MEANING) as Name[])),
  word: fc.nat(WORDS - 1),
  value: i32,
  expected: fc.oneof(fc.constant('hit' as const), i32),
  order: fc.nat(3),
});

function argumentsOf({ name, value, order }: Step, address: number, expected: number): number[] {
  if (name === 'observe' || name === 'glance' || name === 'peek') return [address];
  if (name === 'poke') return [address, value];
  if (name === 'load') return [address, order];
  if (name === 'compareExchange') return [address, expected, value, order];
  return [address, value, order];
}

const beds = await Promise.all(
  TESTED_ENGINES.map(async (engine) => {
    const choice = { entry: 'engines/intrinsics.kernel.ts', protocol: 'v4.ts', engine, variant: 'detecting' } as const;
    return new TestBed<Vocabulary>(await codeOf(choice), createMemory(engine, BYTES));
  }),
);
const threads = beds.map((bed) => bed.thread());

test('every operation returns and leaves the same on both engines, and what arithmetic says', () => {
  const used = new Set<Name>();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(BYTES / 4 - WORDS), (steps, base) => {
      const model = new Int32Array(BYTES / 4);
      for (const { words } of beds) words.fill(0);
      for (const one of steps) {
        const word = base + one.word;
        const before = model.at(word) ?? Number.NaN;
        const expected = one.expected === 'hit' ? before : one.expected;
        model[word] = MEANING[one.name](before, one.value, expected);
        const result = SILENT.includes(one.name) ? undefined : before;
        for (const thread of threads) expect(thread[one.name](...argumentsOf(one, word * 4, expected))).toBe(result);
        used.add(one.name);
      }
      for (const { words } of beds) expect(Buffer.compare(bytesOf(words), bytesOf(model))).toBe(0);
    }),
  );
  expect(used.size).toBe(Object.keys(MEANING).length);
});

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, BYTES); // native memory has some bytes more
}

/** Steps of the checker: the other operations are for words that the package itself finds. */
const ACCESSES = (Object.keys(MEANING) as Name[]).filter(
  (name) => !['observe', 'glance', 'peek', 'poke'].includes(name),
);

test.each(ACCESSES)('%s of no word ends the thread, in the same words on every engine', (name) => {
  for (const [index, thread] of threads.entries()) {
    const { words } = beds[index] as (typeof beds)[number];
    words.fill(0);
    for (const address of [65, 66, 67, -4, -1, 2 ** 29, 2 ** 31 - 4]) {
      for (const order of [0, 1, 2, 3]) {
        const accessed = (): unknown =>
          thread[name](...argumentsOf({ name, word: 0, value: 7, expected: 0, order }, address, 0));
        expect(errorOf(accessed)).toMatchObject({ message: NO_WORD });
      }
    }
    expect(words.every((word) => word === 0)).toBe(true);
  }
});

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return inCommonWords(error);
  }
}
