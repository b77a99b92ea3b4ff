// The `wasm` engine's compiler: portable sources through AssemblyScript to a module of a few kilobytes.

import { readFileSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fromAssemblyScript } from './compile-error.js';
import { boundTarget } from './portable-imports.js';
import { type Bindings, KERNEL_ENTRY, SOURCE_ROOT, specifierFrom } from './sources.js';

export interface WasmText {
  readonly binary: Uint8Array;
  /** The module in text form, for tests that look at the generated code. */
  readonly text: string;
}

// The memory is imported and sized by the host; 65536 pages of 64 KiB are all that 32-bit addresses reach.
const FLAGS = [
  ...['-O3', '--noAssert', '--noColors', '--runtime', 'stub', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

/**
 * Compiles the module `entry`, a path relative to the source root, with all that it imports.
 * @throws KernelCompileError when AssemblyScript reports an error.
 */
export async function compileWasm(bindings: Bindings, entry = KERNEL_ENTRY): Promise<WasmText> {
  const name = moduleName(resolve(SOURCE_ROOT, entry));
  const outputs = await compiled([name, '--outFile', 'wasm', '--textFile', 'text', ...FLAGS], (asked) =>
    readBound(asked, bindings),
  );
  return { binary: outputs.get('wasm') as Uint8Array, text: outputs.get('text') as string };
}

/**
 * Has AssemblyScript check the types of everything that the exports `names` of `file` lead to, for engines that do not
 * look at types. @throws KernelCompileError
 */
export async function checkTypes(file: string, names: readonly string[], bindings: Bindings): Promise<void> {
  const entry = 'types.ts';
  const text = `export { ${names.join(', ')} } from './${moduleName(file).replace(/\.ts$/, '')}';`;
  await compiled([entry, '--noEmit', ...FLAGS.filter((flag) => flag !== '-O3')], (name) =>
    name === entry ? text : readBound(name, bindings),
  );
}

async function compiled(
  args: readonly string[],
  readFile: (name: string) => string | null,
): Promise<Map<string, string | Uint8Array>> {
  // Loaded on demand: the compiler is large, and a cached kernel does without it.
  const { default: asc } = await import('assemblyscript/asc');
  const outputs = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main([...args], {
    readFile,
    writeFile: (name, contents) => void outputs.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw fromAssemblyScript(stderr.toString().trim() || error.message);
  return outputs;
}

/** Where AssemblyScript is told that files outside the source root lie. */
const ELSEWHERE = 'elsewhere';

/**
 * What AssemblyScript calls `file`. It tells modules apart by these names, so that a file must have one wherever it is
 * imported from: twice compiled, it would have its variables twice.
 */
function moduleName(file: string): string {
  if (file.startsWith(SOURCE_ROOT)) return file.slice(SOURCE_ROOT.length).split(sep).join('/');
  return `${ELSEWHERE}${pathToFileURL(file).pathname}`;
}

function fileNamed(name: string): string {
  if (!name.startsWith(`${ELSEWHERE}/`)) return join(SOURCE_ROOT, name);
  return fileURLToPath(`file://${name.slice(ELSEWHERE.length)}`);
}

/**
 * Where the tag `@inline` of a function's comment becomes AssemblyScript's decorator of that name, which TypeScript has
 * no place for. On the baseline compiler, which inlines nothing, a call costs about as much as what a detector does.
 */
const TAGGED = /@inline\s*\*\/\n(?=(?:export )?function)/g;

/** The source that AssemblyScript asks for by module name, with its imports led to modules. */
function readBound(name: string, bindings: Bindings): string | null {
  const file = fileNamed(name);
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    return null; // AssemblyScript probes for alternatives such as NAME/index.ts
  }
  return source
    .replace(TAGGED, '$&@inline ')
    .replace(/\bfrom\s+(['"])([^'"]+)\1/g, (whole, _quote, specifier: string) => {
      const bound = boundTarget(specifier, file, bindings);
      return bound !== undefined
        ? `from '${specifierFrom(posix.dirname(name), moduleName(bound).replace(/\.ts$/, ''))}'`
        : whole;
    });
}
