// Kernels in each of V8's tiers: each is compiled by the one that it asks for, and one thread plays the same rounds on
// both, which leaves the same memory. The versions of V8 that CI runs take different ways here: 14.6 aborted when it
// optimised a kernel that had never run.

import { expect, test } from 'vitest';
import { MIXED } from '../../src/actors/role-numbers.js';
import { type ArenaConfig, arenaBytes, createArena } from '../../src/arena/arena.js';
import { instantiate, type Kernel } from '../../src/engines/kernel.js';
import { compileIn, TIERS, type Tier } from '../../src/engines/tier.js';
import { printWasm } from '../../src/printers/wasm/print-module.js';
import { protocols } from '../../src/protocols/index.js';
import { STALL_SPIN } from '../../src/runtime/layout.js';
import { slice } from '../slow.js';
import { moduleFor } from './test-kernel.js';
import { tierOf } from './tier-of.js';

const CONFIG: ArenaConfig = {
  engine: 'wasm',
  workers: 1,
  pages: 4,
  pageBytes: 64,
  slots: 4,
  lookedUp: true,
  recheck: true,
  stall: { kind: STALL_SPIN, amount: 0, chance: 0 },
  seed: 1,
};

function bytesOfKernel(protocol: string): Uint8Array<ArrayBuffer> {
  return printWasm(moduleFor({ protocol, variant: 'detecting' }), { measured: false });
}

function kernelIn(tier: Tier, bytes: Uint8Array<ArrayBuffer>, { memory } = createArena(CONFIG)): Kernel {
  return instantiate({ engine: 'wasm', module: compileIn(tier, bytes) }, memory, () => 0);
}

// One after another in one process, each twice: V8 must not hand one module the code of the other.
test('a kernel is compiled in the tier that it is asked for in', () => {
  const bytes = bytesOfKernel('v4.ts');
  const asked = [...TIERS, ...TIERS];
  expect(asked.map((tier) => tierOf(kernelIn(tier, bytes).run))).toEqual(asked);
});

function memoryAfter(rounds: number, tier: Tier, bytes: Uint8Array<ArrayBuffer>): Buffer {
  const arena = createArena(CONFIG);
  const { memory } = arena;
  const kernel = kernelIn(tier, bytes, arena);
  kernel.setup(0);
  kernel.populate();
  kernel.run(MIXED, rounds);
  return Buffer.from(memory.buffer.slice(0, arenaBytes(CONFIG)));
}

test.each(
  slice(
    protocols.filter(({ sound }) => sound),
    3,
  ),
)('$name plays the same rounds in every tier', ({ file }) => {
  const bytes = bytesOfKernel(file);
  const before = memoryAfter(0, 'baseline', bytes);
  const [after, ...others] = TIERS.map((tier) => memoryAfter(2000, tier, bytes));
  for (const other of others) expect(other.equals(after as Buffer)).toBe(true);
  expect(after?.equals(before)).toBe(false);
});
