// Portable sources as AssemblyScript is given them: by names of modules, each with a file behind its open names.

import { join, posix, sep } from 'node:path';
import { host } from '#host';
import { boundTarget } from './portable-imports.js';
import { withSpecifiers } from './source-text.js';
import { type Bindings, SOURCE_ROOT, specifierFrom } from './sources.js';

/** The folder in which AssemblyScript is told that files outside the source root lie. */
const OUTSIDE = 'elsewhere';

/**
 * The name of `file` for AssemblyScript, which tells modules apart by their names. A file must have the same one
 * wherever it is imported: compiled under two names, it would have its variables twice.
 */
export function moduleName(file: string): string {
  if (file.startsWith(SOURCE_ROOT)) return file.slice(SOURCE_ROOT.length).split(sep).join('/');
  return OUTSIDE + file.split(sep).map(encodeURIComponent).join('/');
}

function fileNamed(name: string): string {
  if (!name.startsWith(`${OUTSIDE}/`)) return join(SOURCE_ROOT, name);
  return name.slice(OUTSIDE.length).split('/').map(decodeURIComponent).join(sep);
}

/**
 * The tag `@inline` at the end of a function's comment, where AssemblyScript's decorator of that name goes: TypeScript
 * does not allow decorators on functions. V8's baseline compiler inlines nothing, and there a call costs about as much
 * as what a detector does.
 */
const INLINE_TAG = /@inline\s*\*\/\n(?=(?:export )?function)/g;

/** The source of the module that AssemblyScript asks for by `name`, with its imports replaced by names of modules. */
export function readBound(name: string, bindings: Bindings): string | null {
  const file = fileNamed(name);
  let source: string;
  try {
    source = host.readText(file);
  } catch {
    return null; // AssemblyScript probes for alternatives such as NAME/index.ts
  }
  return withSpecifiers(source.replace(INLINE_TAG, '$&@inline '), (specifier) => {
    const bound = boundTarget(specifier, file, bindings);
    if (bound === undefined) return undefined;
    return specifierFrom(posix.dirname(name), moduleName(bound).replace(/\.ts$/, ''));
  });
}
