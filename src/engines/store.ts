// The kernels of protocols, from the package, from the cache, or made now.

import type { UserRoles } from '../scenarios/scenario.js';
import { cachedOrMade, userCache } from './cache.js';
import { sourceDigest } from './digest.js';
import type { KernelCode } from './kernel.js';
import type { MakeTask, Output } from './make.js';
import { type Engine, SOURCE_ROOT, type Variant } from './sources.js';
import { compileIn, SINGLE_INSTRUCTION_TIER, type Tier } from './tier.js';

/** The sources of a kernel besides the package's own. */
export interface KernelSources {
  readonly protocolFile: string;
  /** The roles of a user's scenario, if there are some. */
  readonly userRoles?: UserRoles | undefined;
}

export interface MakeOptions {
  /** Where a kernel is written that has to be made. */
  readonly folder?: string;
  /** Makes what is of the user's files; by default it is made here. */
  readonly make?: (task: MakeTask) => Promise<Uint8Array | string>;
}

export interface Bundle {
  /** Text of an ES module. Its imports are the intrinsics of the model. */
  readonly text: string;
  /** Source map of `text`, version 3. */
  readonly map: string;
  /** Digest of the sources. */
  readonly digest: string;
}

/** The kernel of a race or a measurement. `tier` concerns the `wasm` engine alone. @throws KernelCompileError */
export async function kernelFor(
  sources: KernelSources,
  engine: Engine,
  variant: Variant,
  tier: Tier = SINGLE_INSTRUCTION_TIER,
  options?: MakeOptions,
): Promise<KernelCode> {
  const bytes = await kernelBytes(sources, engine, variant, options);
  if (engine === 'js') return { engine, text: bytes.toString('utf8') };
  return { engine, module: compileIn(tier, bytes as Uint8Array<ArrayBuffer>) };
}

/** The bytes of a kernel, as kernelFor() finds it. */
export async function kernelBytes(
  sources: KernelSources,
  engine: Engine,
  variant: Variant,
  options?: MakeOptions,
): Promise<Buffer> {
  return (await found(sources, { engine, variant }, `${variant}.${engine}`, options)).bytes;
}

/** What the checker explores. @throws KernelCompileError */
export async function bundleFor(sources: KernelSources, options?: MakeOptions): Promise<Bundle> {
  const { bytes, digest } = await found(sources, 'model', 'model', options);
  return { ...(JSON.parse(bytes.toString('utf8')) as { text: string; map: string }), digest };
}

/** The body of a function of `words` and `host` (see runtime/atomics.replay.ts). @throws KernelCompileError */
export async function replayKernel(sources: KernelSources, options?: MakeOptions): Promise<string> {
  return (await found(sources, 'replay', 'replay.js', options)).bytes.toString('utf8');
}

/** `ending`: of the name of the file. */
async function found(
  { protocolFile, userRoles }: KernelSources,
  output: Output,
  ending: string,
  { folder = userCache(), make }: MakeOptions = {},
): Promise<{ bytes: Buffer; digest: string }> {
  const digest = sourceDigest(protocolFile, userRoles?.file);
  const task = { protocolFile, userRoles, output, folder };
  const own = protocolFile.startsWith(SOURCE_ROOT) && !userRoles;
  // The compilers are loaded on demand: most kernels are there already.
  const bytes = await cachedOrMade(`${digest}.${ending}`, folder, async () =>
    make && !own ? make(task) : (await import('./make.js')).make(task),
  );
  return { bytes, digest };
}
