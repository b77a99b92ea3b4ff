// The imports of portable files, and the file behind each. Files of the package name each other by relative paths.
// A user's own file may lie anywhere, so it names files of the package by `reftorture/...`.

import { dirname, join, resolve } from 'node:path';
import { host } from '#host';
import { protocols } from '../protocols/index.js';
import { type Bindings, isOpenName, SOURCE_ROOT } from './sources.js';

/** Files that a user's file may import, each by its path, or by its name alone where it is of the runtime. */
const FILES = [
  ...'order width counters layout per-thread-words object-words choice'.split(' ').map((name) => `runtime/${name}`),
  ...'allocator geometry lifetime many payload slots'.split(' ').map((name) => `pages/${name}`),
  ...'email late-getter life pinner recheck roles two-puts walker'.split(' ').map((name) => `actors/${name}`),
];

/**
 * Every name of the package that a user's file may import, each with the source file behind it or with the open name
 * that it stands for. The `exports` of package.json lead there, folder by folder, and a test compares the two.
 */
export const PORTABLE_IMPORTS: ReadonlyMap<string, string> = new Map([
  ['reftorture/memory', '#memory'],
  ['reftorture/probes', '#probes'],
  ['reftorture/window', '#window'],
  ['reftorture/protocol', '#protocol'],
  ...FILES.map((file) => [`reftorture/${file.replace('runtime/', '')}`, `${file}.ts`] as const),
  ...protocols.map(({ name, file }) => [`reftorture/protocols/${name}`, `protocols/${file}`] as const),
]);

/** Returns the list of importable names for an error message, with the package's name said once. */
export function importableNames(): string {
  const names = [...PORTABLE_IMPORTS.keys()].map((name) => name.replace(/^reftorture/, ''));
  const listed = names.filter((name) => !name.startsWith('/protocols/'));
  return `reftorture${listed.join(', ')}, /protocols/NAME, and ./files of your own`;
}

/**
 * The absolute path of the file that `importer` means by `specifier`, or the open name (`#memory` and so on) that it
 * stands for; undefined when it is neither, or when no such file exists.
 */
export function importTarget(specifier: string, importer: string): string | undefined {
  if (isOpenName(specifier)) return specifier;
  if (specifier.startsWith('.')) {
    const file = resolve(dirname(importer), `${withoutEnding(specifier)}.ts`);
    return host.statusOf(file) ? file : undefined;
  }
  const name = withoutEnding(specifier);
  const target = PORTABLE_IMPORTS.get(name);
  return target === undefined || isOpenName(target) ? target : join(SOURCE_ROOT, target);
}

/** The name by which any file may import what `importer` means by `specifier`; undefined when there is none. */
export function publicName(specifier: string, importer: string): string | undefined {
  const target = importTarget(specifier, importer);
  return [...PORTABLE_IMPORTS.keys()].find((name) => importTarget(name, importer) === target);
}

/**
 * Returns importTarget(), but for an open name the file that `bindings` give it. They may also bind names that portable
 * files do not leave open, as kernels made for tests do.
 */
export function boundTarget(specifier: string, importer: string, bindings: Bindings): string | undefined {
  const target = importTarget(specifier, importer);
  return new Map(Object.entries(bindings)).get(target ?? specifier) ?? target;
}

/** TypeScript names a module by the file that the compiler would make of it, so that an ending says nothing. */
function withoutEnding(specifier: string): string {
  return specifier.replace(/\.[jt]s$/, '');
}
