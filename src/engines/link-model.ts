// The `model` engine's linker: the portable sources of one protocol as one flat module, with everything that the model supplies left as imports.
// Kept like the kernels of the other engines; esbuild runs only when a source has changed.

import { join } from 'node:path';
import type { UserRoles } from '../scenarios/scenario.js';
import { fromEsbuild } from './compile-error.js';
import { sourceDigest } from './digest.js';
import { importTarget } from './portable-imports.js';
import { rolesModule } from './roles-module.js';
import { NO_MORE_ROLES, SOURCE_ROOT } from './sources.js';
import { keptOrMade, userCache } from './store.js';
import { vetProtocol } from './vet/vet.js';

/** The entry module of every model, relative to the source root. */
export const MODEL_ENTRY = 'actors/model.ts';

/** The model explores every choice. */
const CHOICE = join(SOURCE_ROOT, 'runtime/choice.ts');

export interface Bundle {
  /** ES module text; its imports are the intrinsics of the model. */
  readonly text: string;
  /** Source map of `text`, version 3. */
  readonly map: string;
  /** Digest of the sources. */
  readonly digest: string;
}

/** The bundle of `protocolFile` from the package, the cache or esbuild. @throws KernelCompileError */
export async function bundleFor(
  protocolFile: string,
  userRoles?: UserRoles,
  folder: string = userCache(),
): Promise<Bundle> {
  const digest = sourceDigest(protocolFile, userRoles?.file);
  const bytes = await keptOrMade(`${digest}.model`, folder, async () => {
    await vetProtocol(protocolFile, false);
    return bundle(protocolFile, (await rolesModule(userRoles, protocolFile, folder, false)) ?? NO_MORE_ROLES);
  });
  return { ...(JSON.parse(bytes.toString('utf8')) as { text: string; map: string }), digest };
}

async function bundle(protocolFile: string, rolesFile: string): Promise<string> {
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
              if (target === '#scenario') return { path: rolesFile };
              if (target?.startsWith('#')) return { path: target, external: true };
              return target === CHOICE ? { path: '#choice', external: true } : target ? { path: target } : undefined;
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
