// The kernels of protocols, made when they are needed. Who makes them is for the caller to say: a user's file is compiled
// apart. What the C compiler makes is kept in files, since that takes its time.

import { libraryOf } from '#native';
import type { Constants, KernelSources } from '../front-end/front-end.js';
import type { Engine, Variant } from '../front-end/sources.js';
import type { ModelCode } from '../printers/model/instructions.js';
import type { UserRoles } from '../scenarios/scenario.js';
import type { KernelCode } from './kernel.js';
import type { Made, MakeTask, ProgramKernel } from './make.js';
import { packagedModel } from './packaged-models.js';
import { compileIn, SINGLE_INSTRUCTION_TIER, type Tier } from './tier.js';

/** Makes a kernel. */
export interface Maker {
  (task: MakeTask): Made | Promise<Made>;
  /** Ends the C compiler, which would outlive a thread that is ended. */
  readonly signal?: AbortSignal | undefined;
}

/** The sources of a request that was resolved. */
export function sourcesOf({
  protocol,
  scenario,
}: {
  readonly protocol: { readonly file: string };
  readonly scenario: { readonly userRoles?: UserRoles };
}): KernelSources {
  return { protocolFile: protocol.file, userRoles: scenario.userRoles };
}

/** The kernel of a race or a measurement. `tier` concerns the `wasm` engine alone. @throws what `maker` throws */
export async function kernelFor(
  sources: KernelSources,
  engine: Engine,
  variant: Variant,
  maker: Maker,
  tier: Tier = SINGLE_INSTRUCTION_TIER,
): Promise<KernelCode> {
  switch (engine) {
    case 'wasm': {
      const bytes = (await maker({ sources, output: { kind: 'wasm', variant } })) as Uint8Array<ArrayBuffer>;
      return { engine, module: compileIn(tier, bytes) };
    }
    case 'js':
      return { engine, text: (await maker({ sources, output: { kind: 'js', variant } })) as string };
    case 'native':
      return { engine, library: await libraryOf(await emittedKernel(sources, 'c', variant, maker), maker.signal) };
  }
}

/** `wat` is the text form of WebAssembly. */
export const EMITTED_FORMS = ['c', 'wat', 'js'] as const;
export type EmittedForm = (typeof EMITTED_FORMS)[number];

/** A kernel as text, to be read. @throws what `maker` throws */
export async function emittedKernel(
  sources: KernelSources,
  form: EmittedForm,
  variant: Variant,
  maker: Maker,
): Promise<string> {
  return (await maker({ sources, output: { kind: form, variant } })) as string;
}

/** Kernels of one program in C, by their prefixes. @throws what `maker` throws */
export async function programKernels(
  kernels: readonly (readonly [prefix: string, sources: KernelSources, variant: Variant])[],
  calls: readonly string[],
  maker: Maker,
): Promise<ProgramKernel[]> {
  const made: ProgramKernel[] = [];
  for (const [prefix, sources, variant] of kernels) {
    made.push((await maker({ sources, output: { kind: 'numbered', variant, prefix, calls } })) as ProgramKernel);
  }
  return made;
}

/** The body of a function of `words` and `host` (see printers/js/intrinsics.ts). @throws what `maker` throws */
export async function replayKernel(sources: KernelSources, maker: Maker, constants: Constants): Promise<string> {
  return (await maker({ sources, output: { kind: 'replay', constants } })) as string;
}

/**
 * Makes the program that the checker explores, with `constants` in place of those of the sources.
 * @throws as `maker` does
 */
export async function modelFor(sources: KernelSources, maker: Maker, constants: Constants = {}): Promise<ModelCode> {
  const { protocolFile, userRoles } = sources;
  const isPlain = !userRoles && Object.keys(constants).length === 0;
  const packaged = isPlain ? packagedModel(protocolFile) : undefined;
  return packaged ?? ((await maker({ sources, output: { kind: 'model', constants } })) as ModelCode);
}
