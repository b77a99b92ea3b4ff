// Tests of where the words of each worker lie, as a kernel computes it from the configuration that the host wrote.

import { describe, expect, test } from 'vitest';
import { arenaBytes, countBytes, createArena } from '../../src/arena/arena.js';
import { MOST_WORKER_WORDS } from '../../src/front-end/contract.js';
import {
  CONFIG_WORKER_WORDS_BASE,
  CONFIG_WORKER_WORDS_BYTES,
  CONFIG_WORKER_WORDS_SHIFT,
  REFCOUNT,
} from '../../src/runtime/layout.js';

const stall = { kind: 0, amount: 0, chance: 0 };
const counts = Array.from({ length: MOST_WORKER_WORDS }, (_, index) => index + 1);

describe.each([64, 128])('pages of %i bytes', (pageBytes) => {
  test.each(counts)(
    '%i words of each worker: every one lies alone, and no two workers share a pair of lines',
    (perThreadWords) => {
      const config = { workers: 3, pages: 5, pageBytes, slots: 1, perThreadWords };
      const { words, pagesBase } = createArena({
        engine: 'js',
        ...config,
        lookedUp: true,
        recheck: true,
        seed: 1,
        stall,
      });
      const [base, bytes, shift] = [CONFIG_WORKER_WORDS_BASE, CONFIG_WORKER_WORDS_BYTES, CONFIG_WORKER_WORDS_SHIFT].map(
        (address) => words[address >> 2] as number,
      ) as [number, number, number];
      const addressesOf = (worker: number): number[] =>
        Array.from({ length: config.pages * perThreadWords }, (_, index) => {
          const page = pagesBase + Math.floor(index / perThreadWords) * pageBytes + REFCOUNT;
          return base + worker * bytes + ((page >> shift) - (pagesBase >> shift)) + 4 * (index % perThreadWords);
        });
      const all = [0, 1, 2].map(addressesOf);
      expect(new Set(all.flat()).size).toBe(3 * config.pages * perThreadWords);
      expect(Math.min(...all.flat())).toBeGreaterThanOrEqual(pagesBase + config.pages * pageBytes);
      expect(Math.max(...all.flat())).toBeLessThan(arenaBytes(config));
      expect(arenaBytes(config)).toBeLessThanOrEqual(words.byteLength);
      const lines = all.map((addresses) => new Set(addresses.map((address) => address >> 7)));
      expect(new Set(lines.flatMap((own) => [...own])).size).toBe(lines.reduce((sum, { size }) => sum + size, 0));
    },
  );
});

test('without such words an arena ends with its pages', () => {
  const config = { workers: 2, pages: 3, pageBytes: 64, slots: 1 };
  const { pagesBase, words } = createArena({ engine: 'js', ...config, lookedUp: true, recheck: true, seed: 1, stall });
  expect(arenaBytes(config)).toBe(pagesBase + 3 * 64);
  expect(words[CONFIG_WORKER_WORDS_BASE >> 2]).toBe(0);
});

test.each([
  [0, 64, 4],
  [1, 1, 8],
  [1, 64, 260],
  [2, 3, 28],
  [3, 2, 36],
  [4, 2, 36],
])('%i words of each of %i workers: a count takes %i bytes', (perThreadWords, workers, bytes) => {
  expect(countBytes(perThreadWords, workers)).toBe(bytes);
});
