// Portable source that a test has as text, as the checker runs it.

import { join } from 'node:path';
import { bindingsFor, entryFor, intrinsicsFor } from '../../src/front-end/bindings.js';
import { type Constants, protocolExports } from '../../src/front-end/front-end.js';
import { Linker } from '../../src/front-end/linker.js';
import { boundTarget } from '../../src/front-end/portable-imports.js';
import { SOURCE_ROOT } from '../../src/front-end/sources.js';
import type { Program } from '../../src/printers/model/instructions.js';
import { printModel } from '../../src/printers/model/print-module.js';

const V4 = join(SOURCE_ROOT, 'protocols/v4.ts');

export interface Texts {
  readonly protocolFile?: string;
  /** A path; that of a model unless given. */
  readonly entry?: string;
  /** By path, in the place of what the files hold. */
  readonly texts?: ReadonlyMap<string, string>;
  readonly constants?: Constants;
}

export function programOf({ protocolFile = V4, entry, texts, constants }: Texts): Program {
  const facts = protocolExports(protocolFile);
  const bindings = bindingsFor(facts, 'model');
  const linker = new Linker({
    bind: (specifier, importer) => boundTarget(specifier, importer, bindings),
    intrinsics: intrinsicsFor('model'),
    texts,
    constants: { ...constants },
  });
  return printModel(linker.module(entry ?? entryFor(facts, 'model')));
}

/** The program of what `source` exports. Paths in it are relative to the folder of the package's sources. */
export function programOfText(source: string, constants?: Constants): Program {
  const entry = join(SOURCE_ROOT, 'source.ts');
  return programOf({ entry, texts: new Map([[entry, source]]), ...(constants && { constants }) });
}
