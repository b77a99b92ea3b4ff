// Part of `npm run build`: compiles the kernels of the protocols of the registry, so that a run starts at once. What is
// rarely asked for, such as the throughput of a mutant, is compiled on its first use, as a user's own protocol is.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGED_KERNELS } from '../host/node/kernel-cache.js';
import { protocols } from '../protocols/index.js';
import { make } from './make.js';
import { EMBEDDED_ENGINES, SOURCE_ROOT, type Variant } from './sources.js';
import { bundleFor, kernelBytes, replayKernel } from './store.js';

const PACKAGED = { make, folder: PACKAGED_KERNELS };
const RACED: readonly Variant[] = ['detecting', 'stalled', 'noisy'];

rmSync(PACKAGED_KERNELS, { recursive: true, force: true });
mkdirSync(PACKAGED_KERNELS, { recursive: true });
for (const { file, mutant } of protocols) {
  const sources = { protocolFile: join(SOURCE_ROOT, 'protocols', file) };
  await bundleFor(sources, PACKAGED);
  await replayKernel(sources, PACKAGED);
  for (const engine of EMBEDDED_ENGINES) {
    for (const variant of mutant ? RACED : [...RACED, 'counting' as const]) {
      await kernelBytes(sources, engine, variant, PACKAGED);
    }
  }
}
