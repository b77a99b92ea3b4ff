// The compiler of the `wasm` engine: AssemblyScript makes a module of a few kilobytes of the portable sources.

import { resolve } from 'node:path';
import { moduleName, readBound } from './bound-sources.js';
import { refusal } from './compile-error.js';
import { compiled, type FrontEnd, portableOptions } from './front-end.js';
import { type Bindings, SOURCE_ROOT } from './sources.js';
import { kernelEntry } from './worker-words.js';

/** What is used of AssemblyScript's package besides. */
interface Compiler extends FrontEnd {
  setRuntime(options: unknown, runtime: number): void;
  setImportMemory(options: unknown, on: boolean): void;
  setSharedMemory(options: unknown, on: boolean): void;
  setInitialMemory(options: unknown, pages: number): void;
  setMaximumMemory(options: unknown, pages: number): void;
  setOptimizeLevelHints(options: unknown, optimizeLevel: number, shrinkLevel: number): void;
  optimize(module: object, optimizeLevel: number, shrinkLevel: number): void;
  validate(module: object): boolean;
  getBinaryenModuleRef(module: object): number;
}

/** No memory is managed. */
const STUB_RUNTIME = 0;
const OPTIMIZE_LEVEL = 3;
const SHRINK_LEVEL = 0;

// The host makes the memory and chooses its size. 65536 pages of 64 KiB are all that 32-bit addresses reach.
const INITIAL_PAGES = 1;
const MAXIMUM_PAGES = 65536;

/** What runtime/atomics.wasm.ts is made of, declared as AssemblyScript has it in its library. */
const INSTRUCTIONS = `
export namespace atomic {
  @unsafe @builtin export declare function load<T>(at: usize): T;
  @unsafe @builtin export declare function store<T>(at: usize, value: T): void;
  @unsafe @builtin export declare function add<T>(at: usize, value: T): T;
  @unsafe @builtin export declare function sub<T>(at: usize, value: T): T;
  @unsafe @builtin export declare function or<T>(at: usize, value: T): T;
  @unsafe @builtin export declare function xchg<T>(at: usize, value: T): T;
  @unsafe @builtin export declare function cmpxchg<T>(at: usize, expected: T, value: T): T;
}
export namespace i32 {
  @builtin export declare function load(at: usize, offset?: usize): i32;
  @builtin export declare function store(at: usize, value: i32, offset?: usize): void;
}
export namespace i64 {
  @builtin export declare function load(at: usize, offset?: usize): i64;
  @builtin export declare function store(at: usize, value: i64, offset?: usize): void;
}
`;

/**
 * Compiles the module `entry`, a path relative to the source root, with all that it imports.
 * @throws KernelCompileError when AssemblyScript reports an error.
 */
export async function compileWasm(bindings: Bindings, entry = kernelEntry(bindings['#protocol'])): Promise<Uint8Array> {
  // Loaded on demand: the compiler is large, and a cached kernel does not need it.
  const compiler = (await import('assemblyscript')) as unknown as Compiler;
  const { default: binaryen } = await import('assemblyscript/binaryen');
  const options = portableOptions(compiler);
  compiler.setRuntime(options, STUB_RUNTIME);
  compiler.setImportMemory(options, true);
  compiler.setSharedMemory(options, true);
  compiler.setInitialMemory(options, INITIAL_PAGES);
  compiler.setMaximumMemory(options, MAXIMUM_PAGES);
  compiler.setOptimizeLevelHints(options, OPTIMIZE_LEVEL, SHRINK_LEVEL);
  const name = moduleName(resolve(SOURCE_ROOT, entry));
  const outcome = compiled(compiler, options, name, (asked) => readBound(asked, bindings), INSTRUCTIONS);
  if ('errors' in outcome) throw refusal(outcome.errors);
  const module = binaryen.wrapModule(compiler.getBinaryenModuleRef(outcome.module));
  try {
    if (!compiler.validate(outcome.module)) throw refusal(['AssemblyScript made a module that is not valid']);
    compiler.optimize(outcome.module, OPTIMIZE_LEVEL, SHRINK_LEVEL);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
