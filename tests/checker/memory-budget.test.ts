import { describe, expect, test } from 'vitest';
import { MemoryBudget, OutOfMemory } from '../../src/checker/search/memory-budget.js';
import type { Heap } from '../../src/host/host.js';
import { memory } from '../../src/host/node/host.js';
import { defaultMaxMemoryBytes } from '../../src/machine/memory-share.js';

const GB = 2 ** 30;

describe('the default', () => {
  test.each([
    ['half of the machine', 16 * GB, 15 * GB, 0, 8 * GB],
    ['half of the container', 16 * GB, 15 * GB, 4 * GB, 2 * GB],
    ['a limit above what there is, which is none', 16 * GB, 15 * GB, 2 ** 64, 8 * GB],
    ['most of what is free, where that is less', 16 * GB, 5 * GB, 0, 4 * GB],
  ])('%s', (_, total, free, constrained, expected) => {
    expect(defaultMaxMemoryBytes(memory(total, free, constrained))).toBe(expected);
  });

  test('is below what this machine has', () => {
    expect(defaultMaxMemoryBytes()).toBeGreaterThan(0);
    expect(defaultMaxMemoryBytes()).toBeLessThan(defaultMaxMemoryBytes({ totalBytes: 2 ** 60, freeBytes: 2 ** 60 }));
  });
});

/** A heap in which `live` of `used` bytes stay when the garbage is collected. */
function heapOf(used: number, live: number): Heap & { collections: number } {
  return {
    collections: 0,
    limit: 1000,
    used() {
      return this.collections > 0 ? live : used;
    },
    collect() {
      this.collections++;
    },
  };
}

function shortageOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof OutOfMemory) return error.shortage;
    throw error;
  }
}

test('what all holders hold counts, and what is asked for', () => {
  const held = { bytes: 60 };
  const budget = new MemoryBudget(100, [], heapOf(0, 0)).with({ bytesHeld: () => held.bytes }, { bytesHeld: () => 30 });
  expect(shortageOf(() => budget.require(10))).toBeUndefined();
  expect(shortageOf(() => budget.require(11))).toBe('budget');
  held.bytes = 71;
  expect(shortageOf(() => budget.require())).toBe('budget');
});

test('a heap that is full of garbage is not full', () => {
  const garbage = heapOf(900, 100);
  expect(shortageOf(() => new MemoryBudget(100, [], garbage).require())).toBeUndefined();
  expect(garbage.collections).toBe(1);
  expect(shortageOf(() => new MemoryBudget(100, [], heapOf(900, 800)).require())).toBe('heap');
});

test('a heap with room is left alone', () => {
  const heap = heapOf(700, 700);
  expect(shortageOf(() => new MemoryBudget(100, [], heap).require())).toBeUndefined();
  expect(heap.collections).toBe(0);
});
