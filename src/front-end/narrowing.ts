// The test whether a protocol counts in as many bits as runtime/width.ts says: only then can a check narrow its word.

import { join } from 'node:path';
import { type FileModule, fileModuleOf } from './file-module.js';
import { importTarget } from './portable-imports.js';
import { isOpenName, SOURCE_ROOT } from './sources.js';
import { parseFile } from './syntax.js';

const WIDTH_MODULE = join(SOURCE_ROOT, 'runtime/width.ts');

/** Returns whether `file`, or a file some function of which it imports or exports again, uses WIDTH or wrap(). */
export function countsInWidth(file: string, seen = new Set<string>()): boolean {
  seen.add(file);
  const { imports, exports, starExports } = moduleOf(file);
  const references = [
    ...imports.values(),
    ...[...exports.values()].flatMap((one) => ('specifier' in one ? [one] : [])),
  ];
  return [...references, ...starExports].some(({ specifier, name }) => {
    const target = importTarget(specifier, file);
    if (target === undefined || isOpenName(target)) return false;
    if (target === WIDTH_MODULE) return /^(?:WIDTH|wrap|\*)$/.test(name);
    return !seen.has(target) && isFunction(target, name) && countsInWidth(target, seen);
  });
}

/** Returns whether the file at `path` exports a function as `name`, or all its exports are meant. */
function isFunction(path: string, name: string): boolean {
  const { declarations, exports, starExports } = moduleOf(path);
  if (name === '*') return true;
  const exported = exports.get(name);
  if (exported && 'local' in exported) return declarations.get(exported.local)?.kind !== 'variable';
  const from = exported ? [exported] : starExports.map((whole) => ({ ...whole, name }));
  return from.some((one) => {
    const target = importTarget(one.specifier, path);
    return target !== undefined && !isOpenName(target) && isFunction(target, one.name);
  });
}

function moduleOf(path: string): FileModule {
  return fileModuleOf(parseFile(path));
}
