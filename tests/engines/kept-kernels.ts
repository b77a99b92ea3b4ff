// Kernels that tests compile are kept on disk, so that test files share them and the next run finds them. The folder is
// named by a digest of everything that can be part of a kernel or of its making.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { make } from '../../src/engines/make.js';
import type { Engine, Variant } from '../../src/engines/sources.js';
import { kernelBytes, kernelFor } from '../../src/engines/store.js';
import { cachedFile, cachedOrMade } from '../../src/host/node/kernel-cache.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The portable sources, and the folders of the tests that have some. */
const PORTABLE = [
  ...['src/runtime', 'src/pages', 'src/actors', 'src/protocols'],
  ...['tests/runtime', 'tests/pages', 'tests/protocols', 'tests/engines'],
];
/** What has them compiled. The compilers themselves are packages: their versions stand in package-lock.json. */
const DRIVERS = ['src/engines'];

const CACHE = join(ROOT, 'node_modules/.cache/reftorture-tests');
const DIGEST = digestOf([...PORTABLE, ...DRIVERS]);
const KEPT = join(CACHE, DIGEST);

function digestOf(folders: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const file of folders.flatMap(sourcesIn)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

function sourcesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort();
  return names.filter((name) => /(?<!\.test)\.(?:ts|h)$/.test(name)).map((name) => join(ROOT, folder, name));
}

/** Removes what was kept of other sources. */
export function removeOutdated(): void {
  if (!existsSync(CACHE)) return;
  for (const name of readdirSync(CACHE)) if (name !== DIGEST) rmSync(join(CACHE, name), { recursive: true });
}

/** The kernel kept under `name`, made by `make` if there is none. */
export function keptKernel(name: string, make: () => Promise<Uint8Array | string>): Promise<Buffer> {
  return cachedOrMade(name, KEPT, make);
}

/** As keptKernel(), but a kernel of the product: that of the build, or the one that races and measurements share. */
export async function keptKernelOfProduct(protocolFile: string, engine: Engine, variant: Variant): Promise<Buffer> {
  return Buffer.from(await kernelBytes({ protocolFile }, engine, variant, { make }));
}

/** As keptKernel(), but the path of a shared library. */
export function keptLibrary(name: string, make: (folder: string) => Promise<Uint8Array>): Promise<string> {
  return cachedFile(name, KEPT, () => make(KEPT));
}

export async function keptLibraryOfProduct(protocolFile: string, variant: Variant): Promise<string> {
  const code = await kernelFor({ protocolFile }, 'native', variant, { make });
  return code.engine === 'native' ? code.library : '';
}
