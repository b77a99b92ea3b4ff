// The compiler of the `wasm` engine: AssemblyScript makes a module of a few kilobytes of the portable sources.

import { join, posix, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { host } from '#host';
import { fromAssemblyScript } from './compile-error.js';
import { integerLiterals } from './integer-literals.js';
import { boundTarget } from './portable-imports.js';
import { withSpecifiers } from './source-text.js';
import { type Bindings, SOURCE_ROOT, specifierFrom } from './sources.js';
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

/**
 * Has AssemblyScript check the types of everything that the exports `names` of `file` lead to, for engines whose
 * compilers do not check types. @throws KernelCompileError
 */
export async function checkTypes(file: string, names: readonly string[], bindings: Bindings): Promise<void> {
  const entry = 'types.ts';
  const text = `export { ${names.join(', ')} } from ${JSON.stringify(`./${moduleName(file).replace(/\.ts$/, '')}`)};`;
  await compiled([entry, '--noEmit', ...FLAGS.filter((flag) => flag !== '-O3')], (name) =>
    name === entry ? text : readBound(name, bindings),
  );
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
    transforms: [await integerLiterals()],
  });
  if (error) throw fromAssemblyScript(stderr.toString().trim() || error.message);
  return outputs;
}

/** The folder in which AssemblyScript is told that files outside the source root lie. */
const OUTSIDE = 'elsewhere';

/**
 * The name of `file` for AssemblyScript, which tells modules apart by their names. A file must have the same one
 * wherever it is imported: compiled under two names, it would have its variables twice.
 */
function moduleName(file: string): string {
  if (file.startsWith(SOURCE_ROOT)) return file.slice(SOURCE_ROOT.length).split(sep).join('/');
  return `${OUTSIDE}${pathToFileURL(file).pathname}`;
}

function fileNamed(name: string): string {
  if (!name.startsWith(`${OUTSIDE}/`)) return join(SOURCE_ROOT, name);
  return fileURLToPath(`file://${name.slice(OUTSIDE.length)}`);
}

/**
 * The tag `@inline` at the end of a function's comment, where AssemblyScript's decorator of that name goes: TypeScript
 * does not allow decorators on functions. V8's baseline compiler inlines nothing, and there a call costs about as much
 * as what a detector does.
 */
const INLINE_TAG = /@inline\s*\*\/\n(?=(?:export )?function)/g;

/** The source of the module that AssemblyScript asks for by `name`, with its imports replaced by names of modules. */
function readBound(name: string, bindings: Bindings): string | null {
  const file = fileNamed(name);
  let source: string;
  try {
    source = host.readText(file);
  } catch {
    return null; // AssemblyScript probes for alternatives such as NAME/index.ts
  }
  return withSpecifiers(source.replace(INLINE_TAG, '$&@inline '), (specifier) => {
    const bound = boundTarget(specifier, file, bindings);
    if (bound === undefined) return undefined;
    return specifierFrom(posix.dirname(name), moduleName(bound).replace(/\.ts$/, ''));
  });
}
