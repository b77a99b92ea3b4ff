// The linker of the `model` engine: the portable sources with one protocol as one flat module, whose imports are what
// the model supplies.

import { join } from 'node:path';
import { importTarget } from '../portable-imports.js';
import { deadFile, severalFile } from '../several.js';
import { isOpenName, NO_USER_ROLES, SOURCE_ROOT } from '../sources.js';
import { modelEntry, workerWordsFile } from '../worker-words.js';
import { linkFlat } from './flat.js';

/** Left to the model, which explores every choice. */
const CHOICE = join(SOURCE_ROOT, 'runtime/choice.ts');

/** The bundle of `protocolFile` and its source map, as JSON. @throws KernelCompileError */
export async function linkModel(protocolFile: string, rolesFile: string = NO_USER_ROLES): Promise<string> {
  const module = await linkFlat(modelEntry(protocolFile), (specifier, importer) => {
    const target = importTarget(specifier, importer);
    if (target === '#protocol') return { file: protocolFile };
    if (target === '#several') return { file: severalFile(protocolFile) };
    if (target === '#dead') return { file: deadFile(protocolFile) };
    if (target === '#worker-words') return { file: workerWordsFile(protocolFile) };
    if (target === '#scenario') return { file: rolesFile };
    if (target !== undefined && isOpenName(target)) return { external: target };
    if (target === CHOICE) return { external: '#choice' };
    return target === undefined ? undefined : { file: target };
  });
  return JSON.stringify(module);
}
