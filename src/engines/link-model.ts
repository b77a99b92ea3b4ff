// The `model` engine's linker: the portable sources of one protocol as one flat module, with everything that the model supplies left as imports.
// Kept like the kernels of the other engines; esbuild runs only when a source has changed.

import { join } from 'node:path';
import { KernelCompileError } from './compile-wasm.js';
import { SOURCE_ROOT } from './sources.js';
import { keptOrMade, sourceDigest, userCache } from './store.js';

/** The entry module of every model, relative to the source root. */
export const MODEL_ENTRY = 'actors/model.ts';

export interface Bundle {
  /** ES module text; its imports are the intrinsics of the model. */
  readonly text: string;
  /** Source map of `text`, version 3. */
  readonly map: string;
  /** Digest of the sources. */
  readonly digest: string;
}

/** The bundle of `protocolFile` from the package, the cache or esbuild. @throws KernelCompileError */
export async function bundleFor(protocolFile: string, folder: string = userCache()): Promise<Bundle> {
  const digest = sourceDigest(protocolFile);
  const bytes = await keptOrMade(`${digest}.model`, folder, () => bundle(protocolFile));
  return { ...(JSON.parse(bytes.toString('utf8')) as { text: string; map: string }), digest };
}

async function bundle(protocolFile: string): Promise<string> {
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
            bundler.onResolve({ filter: /^#/ }, ({ path }) =>
              path === '#protocol' ? { path: protocolFile } : { path, external: true },
            );
            bundler.onResolve({ filter: /\/choice\.js$/ }, () => ({ path: '#choice', external: true }));
          },
        },
      ],
    });
    const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
    return JSON.stringify({ text: textOf('.js'), map: textOf('.map') });
  } catch (error) {
    throw new KernelCompileError(error instanceof Error ? error.message : String(error));
  }
}
