// The linker of the `js` engine: esbuild bundles the same portable sources into the body of one function over the
// shared words. There is one function for each memory and no module state, and between the roles and Atomics there are
// only calls that V8 inlines.

import { join } from 'node:path';
import { host } from '#host';
import { fromEsbuild } from './compile-error.js';
import { I32_DIVISION, withI32Arithmetic } from './i32-arithmetic.js';
import { boundTarget } from './portable-imports.js';
import { type Bindings, SOURCE_ROOT } from './sources.js';
import { kernelEntry } from './worker-words.js';

/** The modules that are the vocabulary on this engine: they are JavaScript, not portable. */
const VOCABULARY = join(SOURCE_ROOT, 'runtime/atomics.');

/**
 * The body of a function of `words` (Int32Array) and `host` that returns what `entry` exports, a module by its path
 * relative to the source root. `replaced` gives files, by absolute path, another file.
 * @throws KernelCompileError when a source does not parse or an import leads nowhere.
 */
export async function linkJs(
  bindings: Bindings,
  entry = kernelEntry(bindings['#protocol']),
  replaced: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const { build, transform } = await import('esbuild');
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
              const bound = boundTarget(path, importer, bindings);
              return bound === undefined ? undefined : { path: replaced.get(bound) ?? bound };
            });
            bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
              if (path.startsWith(VOCABULARY)) return undefined;
              const { code } = await transform(host.readText(path), { loader: 'ts', target: 'es2022' });
              return { contents: withI32Arithmetic(code), loader: 'js' };
            });
          },
        },
      ],
    });
    return `"use strict";\n${I32_DIVISION}${result.outputFiles[0]?.text}return kernel;`;
  } catch (error) {
    throw fromEsbuild(error);
  }
}
