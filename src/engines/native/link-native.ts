// The linker of the `native` engine: the portable sources as one flat module, whose imports are the vocabulary, printed
// as C.

import { hasNoDetectors } from '../bindings.js';
import { linkFlat } from '../link/flat.js';
import { boundTarget } from '../portable-imports.js';
import type { Bindings } from '../sources.js';
import { kernelEntry } from '../worker-words.js';
import { emitC } from './emit-c.js';

/** The kernel of `entry`, a module by its path relative to the source root, in C. @throws KernelCompileError */
export async function linkNative(bindings: Bindings, entry = kernelEntry(bindings['#protocol'])): Promise<string> {
  const module = await linkFlat(entry, (specifier, importer) => {
    const target = boundTarget(specifier, importer, bindings);
    if (target === undefined) return undefined;
    return target.endsWith('.native.h') ? { external: '#memory' } : { file: target };
  });
  return emitC(module, hasNoDetectors(bindings));
}
