// Which of V8's compilers made a function: V8 says so to whoever may call its natives.

import { setFlagsFromString } from 'node:v8';
import type { Tier } from '../../src/engines/tier.js';

type Asks = (exported: unknown) => boolean;

/**
 * V8 takes natives only while the flag is set, and compiles a function when it is called: the first time, and again when it
 * has thrown the code away meanwhile. So the function is made for each call.
 */
function native(name: string): Asks {
  return (exported) => {
    setFlagsFromString('--allow-natives-syntax');
    try {
      return (new Function('exported', `return %${name}(exported);`) as Asks)(exported);
    } finally {
      setFlagsFromString('--no-allow-natives-syntax');
    }
  };
}

const isBaseline = native('IsLiftoffFunction');
const isOptimised = native('IsTurboFanFunction');

/** The tier of the code of a function that a WebAssembly instance exports; undefined while it has none. */
export function tierOf(exported: unknown): Tier | undefined {
  if (isBaseline(exported)) return 'baseline';
  return isOptimised(exported) ? 'optimised' : undefined;
}
