// A sleep in the middle of a function, on both compilers that V8 has for WebAssembly, and on the js engine.

import { expect, test } from 'vitest';
import { createMemory, instantiate, type KernelCode } from '../../src/engines/kernel.js';
import { compileIn, TIERS } from '../../src/engines/tier.js';
import { printWasm } from '../../src/printers/wasm/print-module.js';
import { codeOf, moduleFor } from './test-kernel.js';
import { TESTED_ENGINES } from './tested-engines.js';

interface Sleeper {
  wasOne(address: number, sleepWord: number): boolean | number;
}

const CHOICE = { entry: 'engines/sleep.kernel.ts', protocol: 'v4.ts', variant: 'detecting' } as const;
const [ADDRESS, SLEEP_WORD] = [4096, 8192];

function knowsAfterwards(code: KernelCode): void {
  const memory = createMemory(code.engine, 65536);
  const sleeper = instantiate(code, memory, () => 0) as unknown as Sleeper;
  const words = new Int32Array(memory.buffer);
  for (const before of [1, 2]) {
    words[ADDRESS >> 2] = before;
    expect(Boolean(sleeper.wasOne(ADDRESS, SLEEP_WORD))).toBe(before === 1);
    expect(words[ADDRESS >> 2]).toBe(before === 1 ? -(2 ** 31) : 1);
  }
}

test.each(TIERS)('the %s compiler keeps local variables through a sleep', (tier) => {
  knowsAfterwards({ engine: 'wasm', module: compileIn(tier, printWasm(moduleFor(CHOICE), { measured: false })) });
});

test.each(TESTED_ENGINES.filter((engine) => engine !== 'wasm'))('so does the %s engine', async (engine) =>
  knowsAfterwards(await codeOf({ ...CHOICE, engine })),
);
