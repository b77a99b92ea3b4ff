// The kernels of protocols, from the package, from the cache, or compiled now.

import type { UserRoles } from '../scenarios/scenario.js';
import { cachedOrMade, userCache } from './cache.js';
import { compileWasm } from './compile-wasm.js';
import { sourceDigest } from './digest.js';
import type { KernelCode } from './kernel.js';
import { linkJs } from './link-js.js';
import { rolesModule } from './roles-module.js';
import { bindingsFor, type Engine, type Variant } from './sources.js';
import { compileIn, SINGLE_INSTRUCTION_TIER, type Tier } from './tier.js';
import { vetProtocol } from './vet/vet.js';

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
