// Where a protocol's tryGetMany() and putMany() are: in its own file, or made of one get and put after another.

import { join } from 'node:path';
import { host } from '#host';
import { importTarget } from './portable-imports.js';
import { withoutComments } from './source-text.js';
import { isOpenName, SOURCE_ROOT } from './sources.js';

/** What a protocol may export beyond its contract. Both or neither. */
export const SEVERAL: readonly string[] = ['tryGetMany', 'putMany'];

const ONE_BY_ONE = join(SOURCE_ROOT, 'pages/one-by-one.ts');

/** The file behind `#several` in a kernel of `protocolFile`. */
export function severalFile(protocolFile: string): string {
  return SEVERAL.every((name) => exportsName(protocolFile, name)) ? protocolFile : ONE_BY_ONE;
}

/** Whether `file` exports `name`, also by `export *` from another file. */
function exportsName(file: string, name: string, seen: readonly string[] = []): boolean {
  const text = withoutComments(host.readText(file));
  if (new RegExp(`\\bexport\\s+function\\s+${name}\\b`).test(text)) return true;
  if (new RegExp(`\\bexport\\s*\\{[^}]*(?<!\\bas\\s)\\b${name}\\b(?!\\s+as\\b)[^}]*\\}`).test(text)) return true;
  if (new RegExp(`\\bexport\\s*\\{[^}]*\\bas\\s+${name}\\b[^}]*\\}`).test(text)) return true;
  return [...text.matchAll(/\bexport\s*\*\s*from\s*['"]([^'"]+)['"]/g)].some(([, specifier = '']) => {
    const target = importTarget(specifier, file);
    if (target === undefined || isOpenName(target) || seen.includes(target)) return false;
    return exportsName(target, name, [...seen, file]);
  });
}
