import { expect, test } from 'vitest';
import { createMemory } from '../../src/engines/kernel.js';
import { WORKER_BYTES, WORKER_SEED, WORKERS_BASE } from '../../src/runtime/layout.js';
import { codeOf, TestBed } from '../engines/test-kernel.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';

interface Choices {
  setWorker(worker: number): void;
  choose(outcomes: number): number;
}

const SEED_OF_WORKER_1 = WORKERS_BASE + WORKER_BYTES + WORKER_SEED;

async function worker1(engine: (typeof TESTED_ENGINES)[number]) {
  const code = await codeOf({ entry: 'runtime/choice.kernel.ts', protocol: 'v4.ts', engine, variant: 'detecting' });
  const bed = new TestBed<Choices>(code, createMemory(engine, 65536));
  const thread = bed.thread();
  thread.setWorker(1);
  bed.write(SEED_OF_WORKER_1, 1);
  return { bed, thread };
}

test.each(TESTED_ENGINES)('choices on %s are the xorshift32 sequence', async (engine) => {
  const { bed, thread } = await worker1(engine);
  // The first states from seed 1 with the triple 13/17/5.
  const states = [270369, 67634689, 2647435461, 307599695];
  const seen = states.map(() => {
    const chosen = thread.choose(256);
    return [bed.read(SEED_OF_WORKER_1) >>> 0, chosen];
  });
  expect(seen).toEqual(states.map((state) => [state, (state >>> 8) & 255]));
});

test.each(TESTED_ENGINES)('choices on %s come evenly', async (engine) => {
  const { thread } = await worker1(engine);
  const counts = new Array<number>(16).fill(0);
  for (let draw = 0; draw < 16_000; draw++) {
    const outcome = thread.choose(16);
    counts[outcome] = (counts[outcome] as number) + 1;
  }
  // 1000 each, standard deviation 31; the draws are always the same ones.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(125);
  expect(thread.choose(1)).toBe(0);
});
