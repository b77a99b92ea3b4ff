// Scripts for browsers, from the sources.

import { join } from 'node:path';
import { type BuildResult, build } from 'esbuild';
import { host } from '#host';

/** What a page has in the place of AssemblyScript's package. */
const FRONT_END = join(host.packageRoot, 'src/web/page/assemblyscript.ts');

/** The files that `entryPoints` become in `folder`: modules, minified, with what they have in common in files of its own. */
export function bundle(entryPoints: readonly string[], folder: string): Promise<BuildResult> {
  return build({
    entryPoints: [...entryPoints],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['browser'],
    // Paths there are those of POSIX.
    alias: { 'node:path': 'pathe', assemblyscript: FRONT_END },
    legalComments: 'none',
    logLevel: 'warning',
  });
}
