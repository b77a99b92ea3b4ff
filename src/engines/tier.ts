// Which of V8's two WebAssembly compilers makes a kernel's machine code. Either way for good: a role's loop is one long
// call, and V8 does not replace the code of a WebAssembly function that is running.

import { setFlagsFromString } from 'node:v8';

/** `optimised` is TurboFan, `baseline` is Liftoff. */
export type Tier = 'optimised' | 'baseline';
export const TIERS: readonly Tier[] = ['baseline', 'optimised'];

/**
 * The tier that turns an atomic add into one instruction. On x64 that is the baseline: TurboFan expands every atomic add
 * and subtract into a load and a loop around `lock cmpxchg`, in WebAssembly and in the builtins behind `Atomics` alike,
 * while Liftoff emits `lock xadd`. A fetch-add protocol measured on the optimising tier is a compare-and-swap protocol.
 * Read in the machine code of Node 20.20 (V8 11.3); docs/scale.md says how. On arm64 both are said to use the LSE
 * instructions where the core has them: not looked at.
 */
export const SINGLE_INSTRUCTION_TIER: Tier = process.arch === 'x64' ? 'baseline' : 'optimised';

const FLAGS: Readonly<Record<Tier, readonly string[]>> = {
  optimised: ['--no-liftoff'],
  baseline: ['--liftoff', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
};

/** Compiles a module in `tier`, whole and at once, so that flags set for another module cannot reach it. */
export function compileIn(tier: Tier, bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  for (const flag of ['--no-wasm-lazy-compilation', ...FLAGS[tier]]) setFlagsFromString(flag);
  return new WebAssembly.Module(labelled(bytes, tier));
}

/**
 * `bytes` with a custom section that names the tier. V8 gives modules of equal bytes the same machine code, so that
 * without a difference the second tier of a kernel would silently be the first.
 */
function labelled(bytes: Uint8Array<ArrayBuffer>, tier: Tier): Uint8Array<ArrayBuffer> {
  const name = Buffer.from(tier);
  const section = [0, name.length + 1, name.length, ...name]; // id, size, length of the name, no contents
  return Uint8Array.from([...bytes, ...section]);
}
