// Kernels: the compiled portable code, and an instance of it that is bound to one memory.

import { instantiateNative, SPARE_WORDS } from '#native';
import type { Engine } from '../front-end/sources.js';

/** The exports of actors/kernel.ts, on any engine. */
export interface Kernel {
  setup(worker: number): void;
  populate(): void;
  run(role: number, rounds: number): void;
  ready(workload: number): void;
  measure(workload: number, rounds: number): number;
  restingWord(): number;
  /** 1 or true: the engines differ. */
  isDeadWord(word: number): number | boolean;
  countOf(word: number): number;
  /** Of a protocol that has words of each worker: the count in all words of the page whose count word is there. */
  countAt?(address: number): number;
}

/** A compiled kernel, which can be sent to a worker thread. */
export type KernelCode =
  | { readonly engine: 'wasm'; readonly module: WebAssembly.Module }
  | { readonly engine: 'js'; readonly text: string }
  /** Path of a shared library. */
  | { readonly engine: 'native'; readonly library: string };

/** The memory of a run. Threads share its `buffer`. WebAssembly needs the object that wraps it as well. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  readonly wasm?: WebAssembly.Memory;
}

/**
 * Shared memory of at least `bytes`, all 0. That of WebAssembly begins at a page of the system, as native code wants it,
 * where other memory begins in the middle of a cache line. @throws RangeError when the system does not have that much.
 */
export function createMemory(engine: Engine, bytes: number): SharedMemory {
  if (engine === 'js') return { buffer: new SharedArrayBuffer(bytes) };
  const pages = Math.ceil((engine === 'native' ? bytes + 4 * SPARE_WORDS : bytes) / 65536);
  const wasm = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  return { buffer: wasm.buffer as ArrayBufferLike as SharedArrayBuffer, wasm };
}

/** An instance of `code` on `memory`. `elapsedMs` returns the time of an event, in milliseconds since the run began. */
export function instantiate(code: KernelCode, memory: SharedMemory, elapsedMs: () => number): Kernel {
  const words = new Int32Array(memory.buffer);
  const times = new Float64Array(memory.buffer);
  const host = {
    stamp(address: number): void {
      times[address >> 3] = elapsedMs();
    },
    sleep(address: number, microseconds: number): void {
      Atomics.wait(words, address >> 2, 0, microseconds / 1000);
    },
  };
  if (code.engine === 'js') {
    const link = new Function('words', 'host', code.text) as (shared: Int32Array, hostCalls: typeof host) => Kernel;
    return link(words, host);
  }
  if (code.engine === 'native') return instantiateNative(code.library, words, host) as unknown as Kernel;
  if (!memory.wasm) throw new TypeError('a wasm kernel needs a WebAssembly.Memory');
  const { exports } = new WebAssembly.Instance(code.module, { env: { memory: memory.wasm }, host });
  return exports as unknown as Kernel;
}
