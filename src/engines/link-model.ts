// The linker of the `model` engine: the portable sources with one protocol as one flat module, whose imports are what
// the model supplies.

import { join } from 'node:path';
import { fromEsbuild } from './compile-error.js';
import { importTarget } from './portable-imports.js';
import { severalFile } from './several.js';
import { isOpenName, NO_USER_ROLES, SOURCE_ROOT } from './sources.js';

/** The entry module of every model, relative to the source root. */
export const MODEL_ENTRY = 'actors/model.ts';

/** Left to the model, which explores every choice. */
const CHOICE = join(SOURCE_ROOT, 'runtime/choice.ts');

/** The bundle of `protocolFile` and its source map, as JSON. @throws KernelCompileError */
export async function linkModel(protocolFile: string, rolesFile: string = NO_USER_ROLES): Promise<string> {
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [join(SOURCE_ROOT, MODEL_ENTRY)],
      outdir: SOURCE_ROOT,
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      sourcemap: 'external',
      logLevel: 'silent',
      plugins: [
        {
          name: 'intrinsics',
          setup(bundler) {
            bundler.onResolve({ filter: /^(#|\.|reftorture\/)/ }, ({ path, importer }) => {
              const target = importTarget(path, importer);
              if (target === '#protocol') return { path: protocolFile };
              if (target === '#several') return { path: severalFile(protocolFile) };
              if (target === '#scenario') return { path: rolesFile };
              if (target !== undefined && isOpenName(target)) return { path: target, external: true };
              if (target === CHOICE) return { path: '#choice', external: true };
              return target === undefined ? undefined : { path: target };
            });
          },
        },
      ],
    });
    const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
    return JSON.stringify({ text: textOf('.js'), map: textOf('.map') });
  } catch (error) {
    throw fromEsbuild(error);
  }
}
