// Tests of where noise holds a worker up, and for how long: seen in what the noisy kernel asks of memory.

import { expect, test } from 'vitest';
import { MIXED } from '../../src/actors/role-numbers.js';
import { createArena } from '../../src/arena/arena.js';
import { countsOf } from '../../src/arena/counts.js';
import { STALLS } from '../../src/runtime/counters.js';
import { STALL_SPIN, WORKER_SLEEP_WORD, WORKERS_BASE } from '../../src/runtime/layout.js';
import { watchedKernel } from '../engines/watched-kernel.js';

const SLEEP_WORD = WORKERS_BASE + WORKER_SLEEP_WORD;
const LONGEST = 4096;

/** The interruptions of one worker, which has no window in its way: by how often each looks at the word to wait on. */
async function interruptions(chance: number): Promise<{ lengths: number[]; counted: number }> {
  const geometry = { workers: 1, pages: 4, pageBytes: 64, slots: 4 };
  const stall = { kind: STALL_SPIN, amount: LONGEST, chance };
  const arena = createArena({ engine: 'js', ...geometry, lookedUp: true, recheck: true, seed: 1, stall });
  const lengths: number[] = [];
  let looks = 0;
  const end = (): void => {
    if (looks > 0) lengths.push(looks);
    looks = 0;
  };
  const kernel = await watchedKernel(
    arena,
    'noisy',
    {
      onLoad: (address) => {
        if (address === SLEEP_WORD) looks++;
        else end();
      },
    },
    'old.ts',
  );
  kernel.run(MIXED, 4000);
  end();
  return { lengths, counted: countsOf(arena, [0]).of(STALLS) };
}

test('there is none without a chance', async () => {
  expect(await interruptions(0)).toEqual({ lengths: [], counted: 0 });
});

test('a protocol without a window is interrupted, mostly for a moment and now and then for long', async () => {
  const { lengths, counted } = await interruptions(0.2);
  expect(counted).toBeGreaterThan(500);
  const share = (from: number, below: number): number =>
    lengths.filter((length) => length >= from && length < below).length / lengths.length;
  // Between two loads there may be two interruptions, of which the test sees one.
  expect(share(1, 8)).toBeGreaterThan(0.4);
  expect(share(8, 64)).toBeGreaterThan(0.15);
  expect(share(64, 512)).toBeGreaterThan(0.08);
  expect(share(512, 2 * LONGEST)).toBeGreaterThan(0.08);
  expect(Math.max(...lengths)).toBeLessThan(4 * LONGEST);
});
