// The `js` engine in a replay: the sources of a race with all detectors and counters, over a memory in which each
// access waits for its turn in the schedule.

import { join } from 'node:path';
import { bindingsFor } from '../bindings.js';
import { SOURCE_ROOT } from '../sources.js';
import { modelEntry } from '../worker-words.js';
import { linkJs } from './js.js';

/** The body of a function of `words` and `host` (see runtime/atomics.replay.ts). @throws KernelCompileError */
export function linkReplay(protocolFile: string, rolesFile?: string): Promise<string> {
  const bindings = bindingsFor(protocolFile, 'js', 'detecting', rolesFile);
  const vocabulary = join(SOURCE_ROOT, 'runtime/atomics.replay.ts');
  return linkJs(
    { ...bindings, '#memory': vocabulary, '#atomics': vocabulary },
    modelEntry(protocolFile),
    new Map([[join(SOURCE_ROOT, 'runtime/choice.ts'), join(SOURCE_ROOT, 'runtime/choice.replay.ts')]]),
  );
}
