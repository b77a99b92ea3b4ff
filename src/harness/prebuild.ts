// Part of `npm run build`: compiles the kernels of the protocols of the registry, so that a run starts at once. What is
// rarely asked for, such as the throughput of a mutant, is compiled on its first use, as a user's own protocol is.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { host } from '#host';
import { KernelCompileError } from '../engines/compile-error.js';
import { EMBEDDED_ENGINES, SOURCE_ROOT, type Variant } from '../engines/sources.js';
import { bundleFor, kernelBytes, type Maker, replayKernel } from '../engines/store.js';
import { PACKAGED_KERNELS } from '../host/node/kernel-cache.js';
import { protocols } from '../protocols/index.js';
import { resultIn } from '../workers/answer.js';
import type { Made } from '../workers/make.js';

const RACED: readonly Variant[] = ['detecting', 'stalled', 'noisy'];

/** The compilers in a thread take a third of it. */
const BYTES_PER_THREAD = 2 ** 30;

/** AssemblyScript's optimiser, which takes nearly all of the time, uses one CPU. */
const threads = host.startThreads({
  task: 'make',
  least: 0,
  most: Math.max(1, Math.min(host.cpus(), Math.floor(host.memory().totalBytes / BYTES_PER_THREAD))),
});
const maker: Maker = {
  folder: PACKAGED_KERNELS,
  make: async (task) => resultIn((await threads.run(task)) as Made, KernelCompileError),
};

rmSync(PACKAGED_KERNELS, { recursive: true, force: true });
mkdirSync(PACKAGED_KERNELS, { recursive: true });
const made = protocols.flatMap(({ file, mutant }) => {
  const sources = { protocolFile: join(SOURCE_ROOT, 'protocols', file) };
  const variants = mutant ? RACED : [...RACED, 'counting' as const];
  return [
    bundleFor(sources, maker),
    replayKernel(sources, maker),
    ...EMBEDDED_ENGINES.flatMap((engine) => variants.map((variant) => kernelBytes(sources, engine, variant, maker))),
  ];
});
await Promise.all(made);
await threads.close();
