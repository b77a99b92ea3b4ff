// Where the functions are that a protocol may leave out: in its own file, or in one of the package that stands for them.
// Instead of tryGetMany() and putMany(): one get and put after another. Instead of isDead(): a comparison with FREE.

import { join } from 'node:path';
import { host } from '#host';
import { importTarget } from './portable-imports.js';
import { withoutComments } from './source-text.js';
import { isOpenName, SOURCE_ROOT } from './sources.js';

/** Both or neither. */
const SEVERAL: readonly string[] = ['tryGetMany', 'putMany'];

const ONE_BY_ONE = join(SOURCE_ROOT, 'pages/one-by-one.ts');
const DEAD_BITS = join(SOURCE_ROOT, 'pages/dead-bits.ts');

/** The file behind `#several` in a kernel of `protocolFile`. */
export function severalFile(protocolFile: string): string {
  return SEVERAL.every((name) => exportsName(protocolFile, name)) ? protocolFile : ONE_BY_ONE;
}

/** The file behind `#dead` in a kernel of `protocolFile`. */
export function deadFile(protocolFile: string): string {
  return saysWhatIsDead(protocolFile) ? protocolFile : DEAD_BITS;
}

/** Whether the protocol of `file` says itself which words are dead. */
export function saysWhatIsDead(file: string): boolean {
  return exportsName(file, 'isDead');
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
