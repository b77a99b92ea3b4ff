// Compiled kernels in files, each named by a digest of all that it was compiled from. The build compiles those of the
// registry into a folder of the package. Any other kernel is compiled once and stays in the user's cache.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserRoles } from '../scenarios/scenario.js';
import { compileWasm } from './compile-wasm.js';
import { sourceDigest } from './digest.js';
import type { KernelCode } from './kernel.js';
import { linkJs } from './link-js.js';
import { rolesModule } from './roles-module.js';
import { bindingsFor, type Engine, type Variant } from './sources.js';
import { compileIn, SINGLE_INSTRUCTION_TIER, type Tier } from './tier.js';
import { vetProtocol } from './vet/vet.js';

/** The folder into which the build compiles kernels. */
export const PACKAGED_KERNELS = fileURLToPath(new URL('../../dist/kernels/', import.meta.url));

export function userCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'reftorture');
}

/**
 * The kernel of `protocolFile`, with the roles of a user's scenario if there are some: from the package, from the cache,
 * or compiled now. `tier` concerns the `wasm` engine alone. @throws KernelCompileError
 */
export async function kernelFor(
  protocolFile: string,
  engine: Engine,
  variant: Variant,
  tier: Tier = SINGLE_INSTRUCTION_TIER,
  userRoles?: UserRoles,
): Promise<KernelCode> {
  const bytes = await kernelBytes(protocolFile, engine, variant, userCache(), userRoles);
  if (engine === 'js') return { engine, text: bytes.toString('utf8') };
  return { engine, module: compileIn(tier, bytes as Uint8Array<ArrayBuffer>) };
}

/** The bytes of a kernel, as kernelFor() finds it. A kernel that has to be compiled is written to `folder`. */
export async function kernelBytes(
  protocolFile: string,
  engine: Engine,
  variant: Variant,
  folder: string,
  userRoles?: UserRoles,
): Promise<Buffer> {
  return cachedOrMade(`${sourceDigest(protocolFile, userRoles?.file)}.${variant}.${engine}`, folder, async () => {
    await vetProtocol(protocolFile, engine === 'wasm');
    const roles = await rolesModule(userRoles, protocolFile, folder, engine === 'wasm');
    const bindings = bindingsFor(protocolFile, engine, variant, roles);
    return engine === 'wasm' ? compileWasm(bindings) : linkJs(bindings);
  });
}

/** The file `name` of the package or of `folder`. When it is in neither, it is made and written to `folder`. */
export async function cachedOrMade(
  name: string,
  folder: string,
  make: () => Promise<Uint8Array | string>,
): Promise<Buffer> {
  for (const known of [PACKAGED_KERNELS, folder]) {
    try {
      return readFileSync(join(known, name));
    } catch {
      // not there: try the next folder, then compile
    }
  }
  const bytes = Buffer.from((await make()) as Uint8Array);
  write(folder, name, bytes);
  return bytes;
}

function write(folder: string, name: string, bytes: Buffer): void {
  const temporary = join(folder, `.${name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, bytes);
    renameSync(temporary, join(folder, name));
  } catch {
    // A cache that cannot be written costs time at the next run, nothing else.
  }
}
