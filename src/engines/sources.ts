// Which portable files make up a kernel, and how the names that they leave open are filled in.

import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the portable sources lie: the package ships `src` beside `dist`. */
export const SOURCE_ROOT = fileURLToPath(new URL('../../src/', import.meta.url));

/** Folders of which every file is portable; `protocols` holds the registry besides. */
export const PORTABLE_FOLDERS: readonly string[] = ['runtime', 'pages', 'actors'];

/** The entry module of every kernel, relative to the source root. */
export const KERNEL_ENTRY = 'actors/kernel.ts';

export const NO_MORE_ROLES = join(SOURCE_ROOT, 'actors/no-more-roles.ts');

export type Engine = 'wasm' | 'js';
export const ENGINES: readonly Engine[] = ['wasm', 'js'];

/**
 * `clean`: the window between steps 1 and 2 is empty. `stalled`: it holds a worker up. `unwatched`: clean, without
 * journal and detectors, to measure what they cost. `measured`: unwatched, with the near misses counted: what `scale` runs.
 */
export type Variant = 'clean' | 'stalled' | 'unwatched' | 'measured';
export const VARIANTS: readonly Variant[] = ['clean', 'stalled', 'unwatched', 'measured'];

const JOURNALS: Readonly<Record<Variant, string>> = {
  clean: 'journal.ts',
  stalled: 'journal.ts',
  unwatched: 'journal.none.ts',
  measured: 'journal.counting.ts',
};

/** The open names of the portable sources (`#memory` and so on), each with the file that fills it, as absolute path. */
export type Bindings = Readonly<Record<'#memory' | '#protocol' | '#journal' | '#window' | '#scenario', string>>;

/** `rolesFile`: the roles of a user's scenario, see engines/roles-module.ts. */
export function bindingsFor(
  protocolFile: string,
  engine: Engine,
  variant: Variant,
  rolesFile: string = NO_MORE_ROLES,
): Bindings {
  return {
    '#memory': join(SOURCE_ROOT, 'runtime', engine === 'wasm' ? 'atomics.wasm.ts' : 'atomics.ts'),
    '#protocol': protocolFile,
    '#scenario': rolesFile,
    '#journal': join(SOURCE_ROOT, 'runtime', JOURNALS[variant]),
    '#window': join(SOURCE_ROOT, 'runtime', variant === 'stalled' ? 'window.stall.ts' : 'window.ts'),
  };
}

/** `file` with forward slashes, relative to `folder`, as an import specifier. */
export function specifierFrom(folder: string, file: string): string {
  const path = relative(folder, file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}
