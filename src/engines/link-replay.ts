// The `js` engine in a replay: the sources of a race with all detectors and counters, over a memory in which each
// access waits for its turn in the schedule.

import { join } from 'node:path';
import type { UserRoles } from '../scenarios/scenario.js';
import { cachedOrMade, userCache } from './cache.js';
import { sourceDigest } from './digest.js';
import { linkJs } from './link-js.js';
import { MODEL_ENTRY } from './link-model.js';
import { rolesModule } from './roles-module.js';
import { bindingsFor, SOURCE_ROOT } from './sources.js';
import { vetProtocol } from './vet/vet.js';

/** The body of a function of `words` and `host` (see runtime/atomics.replay.ts). @throws KernelCompileError */
export async function replayKernel(
  protocolFile: string,
  userRoles?: UserRoles,
  folder: string = userCache(),
): Promise<string> {
  const bytes = await cachedOrMade(`${sourceDigest(protocolFile, userRoles?.file)}.replay.js`, folder, async () => {
    await vetProtocol(protocolFile, false);
    const roles = await rolesModule(userRoles, protocolFile, folder, false);
    return linkJs(
      {
        ...bindingsFor(protocolFile, 'js', 'detecting', roles),
        '#memory': join(SOURCE_ROOT, 'runtime/atomics.replay.ts'),
      },
      MODEL_ENTRY,
      new Map([[join(SOURCE_ROOT, 'runtime/choice.ts'), join(SOURCE_ROOT, 'runtime/choice.replay.ts')]]),
    );
  });
  return bytes.toString('utf8');
}
