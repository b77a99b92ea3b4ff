// Which of V8's compilers made a function: V8 says so to whoever may call its natives.

import { setFlagsFromString } from 'node:v8';
import type { Tier } from '../../src/engines/tier.js';

type Asks = (exported: unknown) => boolean;

/** V8 compiles a function when it is first called, and takes natives only while the flag is set. */
function native(name: string): Asks {
  setFlagsFromString('--allow-natives-syntax');
  try {
    const asks = new Function('exported', `return %${name}(exported);`) as Asks;
    asks(PROBE);
    return asks;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

/** `(module (func (export "f")))`: its header, and sections 1 types, 3 functions, 7 exports, 10 code. */
const MODULE = [
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 4, 1, 0x60, 0, 0],
  ...[3, 2, 1, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0],
  ...[10, 4, 1, 2, 0, 0x0b],
];
const PROBE = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(MODULE)), {}).exports.f;

const isBaseline = native('IsLiftoffFunction');
const isOptimised = native('IsTurboFanFunction');

/** The tier of the code of a function that a WebAssembly instance exports; undefined while it has none. */
export function tierOf(exported: unknown): Tier | undefined {
  if (isBaseline(exported)) return 'baseline';
  return isOptimised(exported) ? 'optimised' : undefined;
}
