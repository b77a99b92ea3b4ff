// A user's file that still imports by a name of 0.1.0 works, and its author is told what to write instead.

import { basename } from 'node:path';
import { host } from '#host';
import { DEPRECATED_IMPORTS, withoutEnding } from './portable-imports.js';

/**
 * Warns on standard error if `specifiers`, the imports of `file`, have deprecated names: one line a file and process.
 */
export function warnOfDeprecated(file: string, specifiers: readonly string[]): void {
  const replaced = specifiers.flatMap((specifier) => {
    const name = DEPRECATED_IMPORTS.get(withoutEnding(specifier));
    return name === undefined ? [] : [`'${name}' instead of '${specifier}'`];
  });
  if (replaced.length > 0)
    host.warnOfDeprecated(file, `${basename(file)}: import ${[...new Set(replaced)].join(', ')}`);
}
