// What becomes of a worker that does worse than a protocol could: kernels written for it.

import { expect, test } from 'vitest';
import { createArena } from '../../src/harness/arena.js';
import { runCrew } from '../../src/harness/crew.js';
import { STALL_SPIN } from '../../src/memory/layout.js';

test('a worker that exits is reported with its exit code, and ends the run', async () => {
  const arena = createArena({
    ...{ engine: 'js', workers: 2, pages: 1, pageBytes: 64, slots: 1, lookedUp: false, recheck: true, seed: 1 },
    stall: { kind: STALL_SPIN, amount: 0, chance: 0 },
  });
  const report = await runCrew({
    arena,
    code: { engine: 'js', text: 'return { setup() {}, populate() {}, run() { process.exit(7); } };' },
    roles: [1, 2].map((number) => ({ number, name: `${number}`, rounds: 1 })),
    ...{ durationMs: 60_000, warmUpMs: 20, graceMs: 1000, pin: false, stopOnViolation: false, onTick: () => {} },
  });
  expect([...report.failures.values()].join()).toMatch(/code: 7/);
  expect(report.results).toContain(undefined);
});
