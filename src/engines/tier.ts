// The choice between V8's two WebAssembly compilers for the machine code of a kernel. A role's loop is one long call,
// and V8 does not replace the code of a WebAssembly function that is running: so the choice holds for the whole run.

import { host } from '#host';
import { UsageError } from '../usage-error.js';

/** `optimised` is TurboFan, `baseline` is Liftoff. */
export type Tier = 'optimised' | 'baseline';
export const TIERS: readonly Tier[] = ['baseline', 'optimised'];

/**
 * The tier that compiles an atomic add to one instruction. On x64 that is the baseline. TurboFan expands every atomic
 * add and subtract into a load and a loop around `lock cmpxchg`, in WebAssembly and in the builtins behind `Atomics`
 * alike; Liftoff emits `lock xadd`. Measured on the optimising tier, a fetch-add protocol is a compare-and-swap
 * protocol. This was read in the machine code of Node 20.20 (V8 11.3); docs/scale.md says how. On arm64 both tiers emit
 * an atomic add (ldadd) where the core has LSE, and a loop (ldaxr, stlxr) where it has not.
 */
export const SINGLE_INSTRUCTION_TIER: Tier = host.software().arch === 'x64' ? 'baseline' : 'optimised';

const FLAGS: Readonly<Record<Tier, readonly string[]>> = {
  optimised: ['--no-wasm-lazy-compilation', '--no-liftoff'],
  baseline: ['--no-wasm-lazy-compilation', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
};
const DEFAULTS = ['--wasm-lazy-compilation', '--liftoff', '--wasm-tier-up', '--wasm-dynamic-tiering'];

/**
 * Compiles a module in `tier`, all of it now, so that its code does not depend on flags that are set later. The flags
 * are those of the process and are set back: its other modules of WebAssembly are none of ours.
 * @throws UsageError where WebAssembly is turned off
 */
export function compileIn(tier: Tier, bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  if (typeof WebAssembly === 'undefined') throw new UsageError('WebAssembly is turned off here: take the engine js');
  host.setV8Flags(FLAGS[tier]);
  try {
    return new WebAssembly.Module(labelled(bytes, tier));
  } finally {
    host.setV8Flags(DEFAULTS);
  }
}

/**
 * `bytes` with a custom section that names the tier. V8 shares machine code between modules of equal bytes: without the
 * section, a kernel that is compiled in a second tier would silently get the code of the first.
 */
function labelled(bytes: Uint8Array<ArrayBuffer>, tier: Tier): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(tier);
  const section = [0, name.length + 1, name.length, ...name]; // id, size, length of the name, no contents
  return Uint8Array.from([...bytes, ...section]);
}
