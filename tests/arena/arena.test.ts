import { expect, test } from 'vitest';
import { createArena } from '../../src/arena/arena.js';
import { WORKER_BYTES, WORKER_SEED, WORKER_STALL_SEED, WORKERS_BASE } from '../../src/runtime/layout.js';

function seedsOf(seed: number): number[] {
  const stall = { kind: 0, amount: 0, chance: 0 };
  const geometry = { workers: 100, pages: 1, pageBytes: 64, slots: 1 };
  const { words } = createArena({ engine: 'js', ...geometry, lookedUp: false, recheck: true, seed, stall });
  return Array.from({ length: 100 }, (_, worker) => WORKERS_BASE + worker * WORKER_BYTES).flatMap((block) =>
    [WORKER_SEED, WORKER_STALL_SEED].map((offset) => words[(block + offset) >> 2] ?? 0),
  );
}

test('every worker has seeds of its own, for its choices and for its stalls, which follow from that of the run', () => {
  const seeds = seedsOf(7);
  expect(new Set(seeds).size).toBe(200);
  expect(seeds).not.toContain(0); // which xorshift never leaves
  expect(seedsOf(7)).toEqual(seeds);
  expect(seedsOf(8).filter((seed) => seeds.includes(seed))).toEqual([]);
});
