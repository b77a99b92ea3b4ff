// Whether a protocol counts in as many bits as reftorture/width says: only then can a check narrow its count word.

import { join } from 'node:path';
import { host } from '#host';
import { importTarget } from './portable-imports.js';
import { withoutComments } from './source-text.js';
import { isOpenName, SOURCE_ROOT } from './sources.js';

const WIDTH_MODULE = join(SOURCE_ROOT, 'runtime/width.ts');

const IMPORT_OR_EXPORT = /\b(import|export)\s*(\*|\{[^}]*\})\s*from\s*['"]([^'"]+)['"]/g;

/** Whether `file`, or a file some function of which it exports again or calls, uses WIDTH or wrap(). */
export function countsInWidth(file: string, seen = new Set<string>()): boolean {
  seen.add(file);
  const uses = [...withoutComments(host.readText(file)).matchAll(IMPORT_OR_EXPORT)];
  return uses.some(([, , names = '', specifier = '']) => {
    const target = importTarget(specifier, file);
    if (target === undefined || isOpenName(target)) return false;
    if (target === WIDTH_MODULE) return /\b(WIDTH|wrap)\b/.test(names);
    return !seen.has(target) && hasFunctions(names) && countsInWidth(target, seen);
  });
}

/** Whether `names`, in braces, are more than constants, which the package writes in capitals. */
function hasFunctions(names: string): boolean {
  return names === '*' || /[{,]\s*[a-z]/.test(names);
}
