// What stands behind the names that portable sources leave open, for each engine and variant.

import { join } from 'node:path';
import { deadFile, severalFile } from './several.js';
import { type Bindings, type Engine, NO_USER_ROLES, SOURCE_ROOT, type Variant } from './sources.js';
import { workerWordsFile } from './worker-words.js';

/** What stands behind `#atomics` on each engine. */
const VOCABULARIES: Readonly<Record<Engine, string>> = {
  wasm: 'atomics.wasm.ts',
  js: 'atomics.ts',
  native: 'atomics.native.h',
};

/** What stands behind `#memory`, if not the vocabulary itself. */
const MEMORIES: Readonly<Partial<Record<Variant, string>>> = { stalled: 'memory.stall.ts', noisy: 'noisy.ts' };

const JOURNALS: Readonly<Record<Variant, string>> = {
  detecting: 'journal.ts',
  stalled: 'journal.ts',
  noisy: 'journal.ts',
  counting: 'journal.counting.ts',
  bare: 'journal.bare.ts',
};

const WINDOWS: Readonly<Record<Variant, string>> = {
  detecting: 'window.ts',
  stalled: 'window.stall.ts',
  noisy: 'noisy.ts',
  counting: 'window.ts',
  bare: 'window.ts',
};

/** The files behind the open names of a kernel. `rolesFile` plays a user's roles: see rolesModule(). */
export function bindingsFor(
  protocolFile: string,
  engine: Engine,
  variant: Variant,
  rolesFile: string = NO_USER_ROLES,
): Bindings {
  return {
    '#memory': join(SOURCE_ROOT, 'runtime', MEMORIES[variant] ?? VOCABULARIES[engine]),
    '#atomics': join(SOURCE_ROOT, 'runtime', VOCABULARIES[engine]),
    '#protocol': protocolFile,
    '#several': severalFile(protocolFile),
    '#dead': deadFile(protocolFile),
    '#worker-words': workerWordsFile(protocolFile),
    '#scenario': rolesFile,
    '#journal': join(SOURCE_ROOT, 'runtime', JOURNALS[variant]),
    '#window': join(SOURCE_ROOT, 'runtime', WINDOWS[variant]),
  };
}

/** Whether a kernel with these `bindings` is one that is measured. */
export function hasNoDetectors(bindings: Bindings): boolean {
  return bindings['#journal'] !== join(SOURCE_ROOT, 'runtime', JOURNALS.detecting);
}
