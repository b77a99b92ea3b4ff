// A user's file that still imports by a name of 0.1.0 works, and its author is told what to write instead.

import { basename } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { DEPRECATED_IMPORTS, withoutEnding } from './portable-imports.js';

/** Under which worker threads inherit the files that were warned of before they started. */
const WARNED = 'reftorture: files with deprecated imports';

/**
 * Warns on standard error if `specifiers`, the imports of `file`, have deprecated names: one line a file and process.
 */
export function warnOfDeprecated(file: string, specifiers: readonly string[]): void {
  const replaced = specifiers.flatMap((specifier) => {
    const name = DEPRECATED_IMPORTS.get(withoutEnding(specifier));
    return name === undefined ? [] : [`'${name}' instead of '${specifier}'`];
  });
  const warned = (getEnvironmentData(WARNED) ?? []) as string[];
  if (replaced.length === 0 || warned.includes(file)) return;
  setEnvironmentData(WARNED, [...warned, file]);
  process.emitWarning(`${basename(file)}: import ${[...new Set(replaced)].join(', ')}`, {
    type: 'DeprecationWarning',
    code: 'REFTORTURE_IMPORT',
  });
}
