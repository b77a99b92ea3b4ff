// The linker of the `model` engine: the portable sources with one protocol as one flat module, whose imports are what
// the model supplies. Cached like the kernels of the other engines, so that esbuild runs only when a source has
// changed.

import { join } from 'node:path';
import type { UserRoles } from '../scenarios/scenario.js';
import { cachedOrMade, userCache } from './cache.js';
import { fromEsbuild } from './compile-error.js';
import { sourceDigest } from './digest.js';
import { importTarget } from './portable-imports.js';
import { rolesModule } from './roles-module.js';
import { isOpenName, NO_USER_ROLES, SOURCE_ROOT } from './sources.js';
import { vetProtocol } from './vet/vet.js';

/** The entry module of every model, relative to the source root. */
export const MODEL_ENTRY = 'actors/model.ts';

/** Left to the model, which explores every choice. */
const CHOICE = join(SOURCE_ROOT, 'runtime/choice.ts');

export interface Bundle {
  /** Text of an ES module. Its imports are the intrinsics of the model. */
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
  const bytes = await cachedOrMade(`${digest}.model`, folder, async () => {
    await vetProtocol(protocolFile, false);
    return bundle(protocolFile, (await rolesModule(userRoles, protocolFile, folder, false)) ?? NO_USER_ROLES);
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
