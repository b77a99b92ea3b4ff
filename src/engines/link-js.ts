// The `js` engine's linker: the same portable sources, bundled by esbuild into the body of one function over the
// shared words. One function per memory, no module state, and nothing between the roles and Atomics but calls that V8
// inlines.

import { basename, join } from 'node:path';
import { fromEsbuild } from './compile-error.js';
import { importTarget } from './portable-imports.js';
import { type Bindings, KERNEL_ENTRY, SOURCE_ROOT } from './sources.js';

/**
 * The body of a function of `words` (Int32Array) and `host` that returns what `entry` exports, a module by its path
 * relative to the source root. `replaced` gives portable modules, by file name, another file.
 * @throws KernelCompileError when a source does not parse or an import leads nowhere.
 */
export async function linkJs(
  bindings: Bindings,
  entry = KERNEL_ENTRY,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { build } = await import('esbuild');
  try {
    const result = await build({
      entryPoints: [join(SOURCE_ROOT, entry)],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'kernel',
      target: 'es2022',
      logLevel: 'silent',
      plugins: [
        {
          name: 'portable-imports',
          setup(bundler) {
            bundler.onResolve({ filter: /^(#|\.|reftorture\/)/ }, ({ path, importer }) => {
              const target = importTarget(path, importer);
              if (target === undefined) return undefined;
              const bound = target.startsWith('#') ? bindings[target as keyof Bindings] : target;
              return { path: replaced[basename(target)] ?? bound };
            });
          },
        },
      ],
    });
    return `"use strict";\n${result.outputFiles[0]?.text}return kernel;`;
  } catch (error) {
    throw fromEsbuild(error);
  }
}
