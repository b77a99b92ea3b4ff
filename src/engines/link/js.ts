// The linker of the `js` engine: the same portable sources become the body of one function over the shared words. There is
// one function for each memory and no module state, and between the roles and Atomics there are only calls that V8
// inlines.

import { join } from 'node:path';
import { I32_DIVISION, withI32Arithmetic } from '../i32-arithmetic.js';
import { boundTarget } from '../portable-imports.js';
import { type Bindings, SOURCE_ROOT } from '../sources.js';
import { kernelEntry } from '../worker-words.js';
import { linkParts } from './flat.js';
import type { Rewriting } from './module.js';

/** The modules that are the vocabulary on this engine: they are JavaScript, not portable. */
const VOCABULARY = join(SOURCE_ROOT, 'runtime/atomics.');

const withArithmetic: Rewriting = (javascript, file) =>
  file.startsWith(VOCABULARY) ? javascript : withI32Arithmetic(javascript);

/**
 * The body of a function of `words` (Int32Array) and `host` that returns what `entry` exports, a module by its path
 * relative to the source root. `replaced` gives files, by absolute path, another file.
 * @throws KernelCompileError when a source does not parse or an import leads nowhere.
 */
export async function linkJs(
  bindings: Bindings,
  entry = kernelEntry(bindings['#protocol']),
  replaced: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const { lines, exports } = await linkParts(
    entry,
    (specifier, importer) => {
      const bound = boundTarget(specifier, importer, bindings);
      return bound === undefined ? undefined : { file: replaced.get(bound) ?? bound };
    },
    withArithmetic,
  );
  const properties = exports.map(([name, local]) => `${name}: ${local}`).join(', ');
  return `"use strict";\n${I32_DIVISION}${lines.map(({ text }) => text).join('\n')}\nreturn { ${properties} };`;
}
