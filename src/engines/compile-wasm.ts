// The compiler of the `wasm` engine: AssemblyScript makes a module of a few kilobytes of the portable sources.

import { resolve } from 'node:path';
import { moduleName, readBound } from './bound-sources.js';
import { fromAssemblyScript } from './compile-error.js';
import { type AssemblyScript, integerLiterals } from './integer-literals.js';
import { type Bindings, SOURCE_ROOT } from './sources.js';
import { kernelEntry } from './worker-words.js';

// The host makes the memory and chooses its size. 65536 pages of 64 KiB are all that 32-bit addresses reach.
const MEMORY = '--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';
const FLAGS = `-O3 --noAssert --noColors --runtime stub --enable threads ${MEMORY}`.split(' ');

/**
 * Compiles the module `entry`, a path relative to the source root, with all that it imports.
 * @throws KernelCompileError when AssemblyScript reports an error.
 */
export async function compileWasm(bindings: Bindings, entry = kernelEntry(bindings['#protocol'])): Promise<Uint8Array> {
  const name = moduleName(resolve(SOURCE_ROOT, entry));
  const outputs = await compiled([name, '--outFile', 'wasm', ...FLAGS], (asked) => readBound(asked, bindings));
  return outputs.get('wasm') as Uint8Array;
}

async function compiled(
  args: readonly string[],
  readFile: (name: string) => string | null,
): Promise<Map<string, string | Uint8Array>> {
  // Loaded on demand: the compiler is large, and a cached kernel does not need it.
  const { default: asc } = await import('assemblyscript/asc');
  const outputs = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main([...args], {
    readFile,
    writeFile: (name, contents) => void outputs.set(name, contents),
    listFiles: () => [],
    transforms: [integerLiterals((await import('assemblyscript')) as unknown as AssemblyScript)],
  });
  if (error) throw fromAssemblyScript(stderr.toString().trim() || error.message);
  return outputs;
}
