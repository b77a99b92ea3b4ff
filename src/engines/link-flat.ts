// Links portable sources to one flat module: functions and variables at the top level, each under a name of its own.

import { join } from 'node:path';
import { fromEsbuild } from './compile-error.js';
import { SOURCE_ROOT } from './sources.js';

export interface FlatModule {
  /** Text of an ES module. */
  readonly text: string;
  /** Source map of `text`, version 3. */
  readonly map: string;
}

/** A file by its absolute path, or a name that the module imports from. */
export type Target = { readonly file: string } | { readonly external: string };

/**
 * The module `entry`, a path relative to the source root, with all that it imports. `targetOf` says what `importer` means
 * by a specifier; undefined when that leads nowhere. @throws KernelCompileError
 */
export async function linkFlat(
  entry: string,
  targetOf: (specifier: string, importer: string) => Target | undefined,
): Promise<FlatModule> {
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [join(SOURCE_ROOT, entry)],
      outdir: SOURCE_ROOT,
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      sourcemap: 'external',
      logLevel: 'silent',
      plugins: [
        {
          name: 'portable-imports',
          setup(bundler) {
            bundler.onResolve({ filter: /^(#|\.|reftorture\/)/ }, ({ path, importer }) => {
              const target = targetOf(path, importer);
              if (target === undefined) return undefined;
              return 'file' in target ? { path: target.file } : { path: target.external, external: true };
            });
          },
        },
      ],
    });
    const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
    return { text: textOf('.js'), map: textOf('.map') };
  } catch (error) {
    throw fromEsbuild(error);
  }
}
