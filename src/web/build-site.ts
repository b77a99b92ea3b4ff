// The page as static files in dist/site, which any host can serve: `npm run site`, and part of the build.

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { host } from '#host';
import { stampSite } from '../engines/built-from.js';
import { packedFiles, packedKernels } from './packing.js';
import { SITE } from './site.js';

const PAGE = join(host.packageRoot, 'src/web/page');

/** Written as they are. */
const PLAIN = ['index.html', 'style.css'];

rmSync(SITE, { recursive: true, force: true });
mkdirSync(SITE, { recursive: true });
await build({
  entryPoints: ['main.ts', 'worker.ts'].map((file) => join(PAGE, file)),
  outdir: SITE,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  conditions: ['browser'],
  // Paths on this host are those of POSIX.
  alias: { 'node:path': 'pathe' },
  legalComments: 'none',
  logLevel: 'warning',
});
for (const file of PLAIN) copyFileSync(join(PAGE, file), join(SITE, file));
const kernels = await packedKernels();
for (const [name, bytes] of [...kernels, packedFiles()]) writeFileSync(join(SITE, name), gzipSync(bytes, { level: 9 }));
stampSite();
