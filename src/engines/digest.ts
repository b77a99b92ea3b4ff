// A digest of everything that a cached kernel depends on.

import { join, sep } from 'node:path';
import { host } from '#host';
import { warnOfDeprecated } from './deprecated-imports.js';
import { importTarget } from './portable-imports.js';
import { specifiersIn } from './source-text.js';
import { isOpenName, NO_USER_ROLES, PORTABLE_FOLDERS, SOURCE_ROOT } from './sources.js';

const MANIFEST = join(host.packageRoot, 'package.json');

/** Digest of the portable sources with `protocolFile` and `scenarioFile`: equal digests mean equal kernels. */
export function sourceDigest(protocolFile: string, scenarioFile: string = NO_USER_ROLES): string {
  const parts = [
    host.readText(MANIFEST), // the versions of this package and its compilers
    ...portableFiles([protocolFile, scenarioFile]).map((file) => `${nameOf(file)}\0${host.readText(file)}\0`),
    nameOf(protocolFile),
    ...(scenarioFile === NO_USER_ROLES ? [] : [scenarioFile]), // the compiled roles name it
  ];
  return host.sha256(parts.join('')).slice(0, 16);
}

/** The same on every system, so that the package's kernels are found on all of them. */
function nameOf(file: string): string {
  return file.startsWith(SOURCE_ROOT) ? file.slice(SOURCE_ROOT.length).split(sep).join('/') : 'protocol';
}

/** Every file that can be part of a kernel with the files `chosen`, in alphabetical order. */
export function portableFiles(chosen: readonly string[]): string[] {
  const files = new Set<string>();
  for (const folder of PORTABLE_FOLDERS) {
    for (const name of host.list(join(SOURCE_ROOT, folder))) files.add(join(SOURCE_ROOT, folder, name));
  }
  const follow = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const specifiers = specifiersIn(host.readText(file));
    warnOfDeprecated(file, specifiers);
    for (const specifier of specifiers) {
      const target = importTarget(specifier, file);
      if (target !== undefined && !isOpenName(target)) follow(target);
    }
  };
  for (const file of chosen) follow(file);
  const keyed = [...files].map((file) => ({ file, key: `${nameOf(file)}\0${file}` }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ file }) => file);
}
