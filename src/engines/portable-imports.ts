// What portable files may import, and where it leads. Files of the package name each other by relative paths; a user's
// own file, which lies anywhere, names them by the package.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PORTABLE_FOLDERS, SOURCE_ROOT } from './sources.js';

/** The names that an engine binds, each with what a user's file calls it. */
const OPEN_NAMES: Readonly<Record<string, string>> = {
  'reftorture/memory': '#memory',
  'reftorture/journal': '#journal',
  'reftorture/window': '#window',
  'reftorture/protocol': '#protocol',
};

const FROM_PACKAGE = new RegExp(`^reftorture/((?:${PORTABLE_FOLDERS.join('|')}|protocols)/[\\w-]+)(?:\\.js)?$`);

/** What an error message offers instead. */
export const IMPORTABLE =
  'reftorture/memory, /journal, /window, /memory/order, /memory/width, /protocols/NAME, /pages/NAME, /actors/NAME, and ./files of your own';

/**
 * The absolute path of the file that `importer` means by `specifier`, or the open name (`#memory` and so on) that it
 * stands for; undefined when it is neither, or no such file exists.
 */
export function importTarget(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('#')) return specifier;
  const open = OPEN_NAMES[specifier];
  if (open !== undefined) return open;
  const inPackage = FROM_PACKAGE.exec(specifier)?.[1];
  const file =
    inPackage !== undefined
      ? join(SOURCE_ROOT, `${inPackage}.ts`)
      : specifier.startsWith('.')
        ? resolve(dirname(importer), `${specifier.replace(/\.[jt]s$/, '')}.ts`)
        : undefined;
  return file !== undefined && existsSync(file) ? file : undefined;
}
