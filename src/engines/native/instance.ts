// An instance of a native kernel: its variables, and the functions that call into the shared library on this thread.

import { createRequire } from 'node:module';
import type koffi from 'koffi';
import { NativeError } from '../../front-end/compile-error.js';
import { NO_WORD, TRAPS } from '../../front-end/traps.js';
import { type KernelInterface, MOST_PARAMETERS } from '../../printers/c/interface.js';

/** Calls of the host that a kernel makes, on every engine. */
export interface HostCalls {
  stamp(address: number): void;
  sleep(address: number, microseconds: number): void;
}

/** Errors that end a call early, by their numbers in runtime/atomics.native.h. */
const ENDS: readonly (() => Error)[] = [
  () => new RangeError(TRAPS.divideByZero),
  () => new RangeError(TRAPS.remainderByZero),
  () => new RangeError(TRAPS.unrepresentable),
  () => new RangeError(NO_WORD),
  () => new Error('the run was given up'),
];

interface Library {
  readonly bytes: number;
  readonly told: KernelInterface;
  readonly call: (...values: unknown[]) => number | bigint;
}

/** At the end of the memory, what runtime/atomics.native.h calls nobody's: two cache lines. */
export const SPARE_WORDS = 32;

/** By path: koffi looks a library up once in each thread. */
const libraries = new Map<string, Library>();

/** Returns the exports of the library at `path`, over `words`. @throws NativeError when it cannot be loaded */
export function instantiateNative(path: string, words: Int32Array, host: HostCalls): Record<string, unknown> {
  const library = libraries.get(path) ?? load(path);
  libraries.set(path, library);
  const variables = new Uint8Array(new ArrayBuffer(library.bytes));
  const call = (number: number, values: readonly number[]): number => {
    const padded = Array.from({ length: MOST_PARAMETERS }, (_, index) => Number(values[index] ?? 0) | 0);
    const result = Number(
      library.call(words, words.length - SPARE_WORDS, variables, host.stamp, host.sleep, number, ...padded),
    );
    const end = Math.floor(result / 2 ** 32);
    if (end === 0) return result | 0;
    throw ENDS[end - 1]?.() ?? new Error(`a native kernel ended for the unknown reason ${end}`);
  };
  call(-1, []); // gives the variables their first values
  const functions = library.told.functions.map(({ name, returnsValue }, number) => [
    name,
    (...values: number[]) => (returnsValue ? call(number, values) : void call(number, values)),
  ]);
  return { ...Object.fromEntries(functions), ...library.told.constants };
}

function load(path: string): Library {
  try {
    const ffi = createRequire(import.meta.url)('koffi') as typeof koffi;
    const loaded = ffi.load(path);
    const stamp = ffi.pointer(ffi.proto('void', ['int32_t']));
    const sleep = ffi.pointer(ffi.proto('void', ['int32_t', 'int32_t']));
    const numbers = Array.from({ length: MOST_PARAMETERS + 1 }, () => 'int32_t');
    return {
      bytes: loaded.func('kernel_bytes', 'int32_t', [])() as number,
      told: JSON.parse(loaded.func('kernel_interface', 'str', [])() as string) as KernelInterface,
      call: loaded.func('kernel_call', 'int64_t', ['void *', 'uint32_t', 'void *', stamp, sleep, ...numbers]),
    };
  } catch (error) {
    throw new NativeError(`${path} cannot be loaded: ${(error as Error).message}`);
  }
}
