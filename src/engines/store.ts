// The kernels of protocols, from the package, from the cache, or made now. Who makes them is for the caller to say: the
// compilers are large, and may take their time.

import { host } from '#host';
import { compileC, compilerKey, nativeCompiler } from '#native';
import type { UserRoles } from '../scenarios/scenario.js';
import { sourceDigest } from './digest.js';
import type { KernelCode } from './kernel.js';
import type { FlatModule } from './link/flat.js';
import type { MakeTask, Output } from './make.js';
import type { Engine, Variant } from './sources.js';
import { compileIn, SINGLE_INSTRUCTION_TIER, type Tier } from './tier.js';

/** The sources of a kernel besides the package's own. */
export interface KernelSources {
  readonly protocolFile: string;
  /** The roles of a user's scenario, if there are some. */
  readonly userRoles?: UserRoles | undefined;
}

/** What a request that was resolved is compiled from. */
export function sourcesOf({
  protocol,
  scenario,
}: {
  readonly protocol: { readonly file: string };
  readonly scenario: { readonly userRoles?: UserRoles };
}): KernelSources {
  return { protocolFile: protocol.file, userRoles: scenario.userRoles };
}

/** Who makes a kernel that is not there. */
export interface Maker {
  make(task: MakeTask): Promise<Uint8Array | string>;
  /** Where it is written: the user's cache unless given. */
  readonly folder?: string;
  /** Ends what it makes. */
  readonly signal?: AbortSignal | undefined;
}

/** What the checker explores. Its imports are the intrinsics of the model. */
export interface Bundle extends FlatModule {
  /** Digest of the sources. */
  readonly digest: string;
}

/** The kernel of a race or a measurement. `tier` concerns the `wasm` engine alone. @throws what `maker` throws */
export async function kernelFor(
  sources: KernelSources,
  engine: Engine,
  variant: Variant,
  maker: Maker,
  tier: Tier = SINGLE_INSTRUCTION_TIER,
): Promise<KernelCode> {
  if (engine === 'native') return { engine, library: await libraryFor(sources, variant, maker) };
  const bytes = await kernelBytes(sources, engine, variant, maker);
  if (engine === 'js') return { engine, text: textOf(bytes) };
  return { engine, module: compileIn(tier, bytes as Uint8Array<ArrayBuffer>) };
}

/** The bytes of a kernel, as kernelFor() finds it; of the native engine its C. */
export async function kernelBytes(
  sources: KernelSources,
  engine: Engine,
  variant: Variant,
  maker: Maker,
): Promise<Uint8Array> {
  return (await found(sources, { engine, variant }, `${variant}.${engine}`, maker)).bytes;
}

/**
 * The path of a native kernel. The maker prints C, which is compiled from here: a thread that is ended would leave the
 * compiler running. @throws what `maker` throws, NativeError where there is no compiler, and the reason of the maker's signal
 */
async function libraryFor(sources: KernelSources, variant: Variant, maker: Maker): Promise<string> {
  const { signal } = maker;
  const ending = `${variant}.native.${compilerKey(await nativeCompiler(signal))}.so`;
  const { name, folder, make } = wanted(sources, { engine: 'native', variant }, ending, maker);
  return host.kernels.cachedFile(name, folder, async () => compileC((await make()) as string, name, folder, signal));
}

/** The kernel of a race in C. @throws what `maker` throws */
export async function kernelInC(sources: KernelSources, maker: Maker): Promise<string> {
  return textOf((await found(sources, 'c', 'detecting.c', maker)).bytes);
}

/** What the checker explores. @throws what `maker` throws */
export async function bundleFor(sources: KernelSources, maker: Maker): Promise<Bundle> {
  const { bytes, digest } = await found(sources, 'model', 'model', maker);
  return { ...(JSON.parse(textOf(bytes)) as FlatModule), digest };
}

/** The body of a function of `words` and `host` (see runtime/atomics.replay.ts). @throws what `maker` throws */
export async function replayKernel(sources: KernelSources, maker: Maker): Promise<string> {
  return textOf((await found(sources, 'replay', 'replay.js', maker)).bytes);
}

async function found(
  sources: KernelSources,
  output: Output,
  ending: string,
  maker: Maker,
): Promise<{ bytes: Uint8Array; digest: string }> {
  const { name, folder, make, digest } = wanted(sources, output, ending, maker);
  return { bytes: await host.kernels.cachedOrMade(name, folder, make), digest };
}

/** The file of a kernel, and how it is made. `ending`: of its name. */
function wanted({ protocolFile, userRoles }: KernelSources, output: Output, ending: string, maker: Maker) {
  const digest = sourceDigest(protocolFile, userRoles?.file);
  const { folder = host.kernels.userCache() } = maker;
  const name = `${digest}.${ending}`;
  return { digest, name, folder, make: () => maker.make({ protocolFile, userRoles, output, folder }) };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
