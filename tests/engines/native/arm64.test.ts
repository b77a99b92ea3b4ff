// The C of kernels for arm64: which instructions the orders become, and that they do the same under user-mode emulation as
// here. Emulation shows function. It does not show weak memory: it runs on a machine that has none.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import * as roles from '../../../src/actors/role-numbers.js';
import { createArena } from '../../../src/arena/arena.js';
import type { Kernel } from '../../../src/engines/kernel.js';
import { nativeProblem } from '../../../src/engines/native/compiler.js';
import { kernelModule, moduleOf } from '../../../src/front-end/front-end.js';
import { SOURCE_ROOT } from '../../../src/front-end/sources.js';
import type { KernelInterface } from '../../../src/printers/c/interface.js';
import { printC } from '../../../src/printers/c/print-module.js';
import { STALL_SPIN } from '../../../src/runtime/layout.js';
import { inSlow } from '../../slow.js';
import { codeOf, TestBed } from '../test-kernel.js';

const CROSS = 'aarch64-linux-gnu-gcc';
const EMULATOR = 'qemu-aarch64';
const HOST = fileURLToPath(new URL('emulated-host.c', import.meta.url));
const FLAGS = '-std=c11 -O2 -w'.split(' ');

const runs = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'reftorture-arm64-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ACCESSES = `
import { compareExchange, exchange, fetchAdd, load, observe, store } from '#memory';
export function loadRelaxed(word: i32): i32 { return load(word, 0); }
export function loadAcquire(word: i32): i32 { return load(word, 1); }
export function looked(word: i32): i32 { return observe(word); }
export function storeRelaxed(word: i32): void { store(word, 1, 0); }
export function storeRelease(word: i32): void { store(word, 1, 2); }
export function storeFull(word: i32): void { store(word, 1, 3); }
export function addRelaxed(word: i32): i32 { return fetchAdd(word, 1, 0); }
export function addAcquire(word: i32): i32 { return fetchAdd(word, 1, 1); }
export function addRelease(word: i32): i32 { return fetchAdd(word, 1, 2); }
export function addFull(word: i32): i32 { return fetchAdd(word, 1, 3); }
export function swapFull(word: i32): i32 { return exchange(word, 1, 3); }
export function compareRelaxed(word: i32): i32 { return compareExchange(word, 1, 2, 0); }
export function compareFull(word: i32): i32 { return compareExchange(word, 1, 2, 3); }
`;

/** The memory instructions of each function, compiled for `march`. */
function instructions(march: string): Record<string, string> {
  const file = join(folder, 'accesses.ts');
  writeFileSync(file, ACCESSES);
  const text = printC(moduleOf(file, join(SOURCE_ROOT, 'protocols/v4.ts'), 'counting'), { measured: true });
  const flags = [...FLAGS, `-march=${march}`, '-mno-outline-atomics', '-fno-inline', '-S', '-xc', '-o', '-', '-'];
  const { stdout, stderr, status } = spawnSync(CROSS, flags, { input: text, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const bodies = stdout.matchAll(/^k_(\w+)(?:\.isra\.0|\.constprop\.0)*:\n([\s\S]*?)^\t\.size/gm);
  return Object.fromEntries(
    [...bodies].map(([, name, body]) => [
      name,
      [
        ...(body as string).matchAll(
          /^\t(ldr|str|lda\w*|stl\w*|ld(?:add|xr|axr)\w*|st(?:xr|lxr)\w*|swp\w*|cas\w*|dmb\t\w+)\b/gm,
        ),
      ]
        .map(([, instruction]) => (instruction as string).replace('\t', ' '))
        .join(', '),
    ]),
  );
}

describe.skipIf(!runs(CROSS))('compiled for arm64', () => {
  test('with the atomic instructions of LSE a full barrier is one instruction', () => {
    expect(instructions('armv8.1-a')).toMatchObject({
      loadRelaxed: 'ldr',
      loadAcquire: 'ldar',
      looked: 'ldar',
      storeRelaxed: 'str',
      storeRelease: 'stlr',
      storeFull: 'swpal',
      addRelaxed: 'ldadd',
      addAcquire: 'ldadda',
      addRelease: 'ldaddl',
      addFull: 'ldaddal',
      swapFull: 'swpal',
      compareRelaxed: 'cas',
      compareFull: 'casal',
    });
  });

  test('without them there is a barrier behind the loop, as in Linux', () => {
    expect(instructions('armv8-a')).toMatchObject({
      loadAcquire: 'ldar',
      storeRelaxed: 'str',
      storeFull: 'ldaxr, stlxr, dmb ish',
      addRelaxed: 'ldxr, stxr',
      addAcquire: 'ldaxr, stxr',
      addRelease: 'ldxr, stlxr',
      addFull: 'ldaxr, stlxr, dmb ish',
      compareRelaxed: 'ldxr, stxr',
      compareFull: 'ldaxr, stlxr, dmb ish',
    });
  });
});

/** Two steps, and a mutant that detectors tell of; then a loop, and more of the kind. */
const PROTOCOLS = ['v4', ...inSlow(['forgot-step-2', 'old', 'rcuref', 'no-reset'], [])];
const ROUNDS = inSlow(500, 100);
const PLAYED = Object.values(roles);
const CONFIG = {
  ...{ workers: 1, pages: 4, pageBytes: 64, slots: 2, lookedUp: true, recheck: true, seed: 7 },
  stall: { kind: STALL_SPIN, amount: 3, chance: 0.5 },
};

describe.skipIf(!runs(CROSS) || !runs(EMULATOR) || (await nativeProblem()) !== undefined)('under emulation', () => {
  test.each(PROTOCOLS)('%s leaves the same memory as here, whatever role it plays', async (name) => {
    const choice = { protocol: `${name}.ts`, engine: 'native' } as const;
    const code = await codeOf({ ...choice, variant: 'stalled' });
    const arena = createArena({ ...CONFIG, engine: 'native' });
    const bytes = new Uint8Array(arena.memory.buffer);
    const image = join(folder, `${name}.memory`);
    writeFileSync(image, bytes);

    const kernel = new TestBed<Kernel>(code, arena.memory).thread();
    kernel.setup(0);
    kernel.populate();
    for (const role of PLAYED) kernel.run(role, ROUNDS);

    const protocol = join(SOURCE_ROOT, 'protocols', `${name}.ts`);
    const text = printC(kernelModule({ protocolFile: protocol }, 'stalled'), { measured: false });
    const source = join(folder, `${name}.c`);
    writeFileSync(source, text);
    const program = join(folder, name);
    const built = spawnSync(CROSS, [...FLAGS, ...inSlow([], ['-O0']), '-static', '-o', program, source, HOST], {
      encoding: 'utf8',
    });
    expect(built.stderr).toBe('');
    const string = /kernel_interface\(void\) \{ return "(.*)"; \}/.exec(text)?.[1] ?? '';
    const json = string.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const told = JSON.parse(json) as KernelInterface;
    const number = (wanted: string): number => told.functions.findIndex((known) => known.name === wanted);
    const calls = [`${number('setup')},0,0`, `${number('populate')},0,0`];
    for (const role of PLAYED) calls.push(`${number('run')},${role},${ROUNDS}`);
    expect(spawnSync(EMULATOR, [program, image, ...calls], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(Buffer.compare(readFileSync(image), bytes)).toBe(0);
  });
});
