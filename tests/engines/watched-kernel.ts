// A kernel of the js engine whose loads and waits a test sees, and may answer: as if another thread acted just then.

import type { Arena } from '../../src/arena/arena.js';
import type { Kernel } from '../../src/engines/kernel.js';
import type { Variant } from '../../src/front-end/sources.js';
import { codeOf } from './test-kernel.js';

export interface Watch {
  /** Called before the word at `address` is loaded. */
  readonly onLoad?: (address: number) => void;
  /** Instead of a wait for `ms` on the word at `address`. */
  readonly onWait?: (address: number, ms: number) => void;
}

/** On `arena`, set up for worker 0. */
export async function watchedKernel(
  arena: Arena,
  variant: Variant,
  { onLoad, onWait }: Watch,
  protocol = 'v4.ts',
): Promise<Kernel> {
  const watched: Record<string, (words: Int32Array, index: number, value: number, ms: number) => unknown> = {
    load(words, index) {
      onLoad?.(4 * index);
      return Atomics.load(words, index);
    },
    wait(_words, index, _value, ms) {
      onWait?.(4 * index, ms);
      return 'timed-out';
    },
  };
  const atomics = new Proxy(Atomics, { get: (real, name) => watched[String(name)] ?? Reflect.get(real, name) });
  const code = await codeOf({ protocol, engine: 'js', variant });
  if (code.engine !== 'js') throw new TypeError('not the kernel that was asked for');
  const link = new Function('words', 'host', 'Atomics', code.text) as (...bound: unknown[]) => Kernel;
  const kernel = link(arena.words, { stamp() {} }, atomics);
  kernel.setup(0);
  kernel.populate();
  return kernel;
}
