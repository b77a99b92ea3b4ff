// Part of `npm run build`: compiles the kernels of the protocols in the box, so that a run starts at once.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { protocols } from '../protocols/index.js';
import { bundleFor } from './link-model.js';
import { replayKernel } from './link-replay.js';
import { ENGINES, SOURCE_ROOT, VARIANTS } from './sources.js';
import { kernelBytes, PACKAGED_KERNELS } from './store.js';

rmSync(PACKAGED_KERNELS, { recursive: true, force: true });
mkdirSync(PACKAGED_KERNELS, { recursive: true });
for (const { file } of protocols) {
  await bundleFor(join(SOURCE_ROOT, 'protocols', file), PACKAGED_KERNELS);
  await replayKernel(join(SOURCE_ROOT, 'protocols', file), PACKAGED_KERNELS);
  for (const engine of ENGINES) {
    for (const variant of VARIANTS) {
      await kernelBytes(join(SOURCE_ROOT, 'protocols', file), engine, variant, PACKAGED_KERNELS);
    }
  }
}
