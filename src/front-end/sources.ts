// The portable files of a kernel: their folder, the variants, and the files behind the names that they leave open.
//
// Portable files import files of the package by relative paths, and a few modules by open names such as `#memory`. An
// engine compiles them with a file of its own behind each open name.

import { join } from 'node:path';
import { host } from '#host';

/** The folder of the portable sources: the package ships `src` beside `dist`. */
export const SOURCE_ROOT = join(host.packageRoot, 'src/');

/** The folders in which every file is portable. In `protocols` it is every file but those of the registry. */
export const PORTABLE_FOLDERS: readonly string[] = ['runtime', 'pages', 'actors'];

/** The file behind `#scenario` for built-in scenarios. */
export const NO_USER_ROLES = join(SOURCE_ROOT, 'actors/no-user-roles.ts');

/** Of a file that a user wrote: source files and litmus tests have some kilobytes. */
export const MOST_SOURCE_BYTES = 2 ** 20;

export type Engine = 'wasm' | 'js' | 'native';
/** The engines that need nothing but Node, or a browser. */
export const EMBEDDED_ENGINES: readonly Engine[] = ['wasm', 'js'];
export const ENGINES: readonly Engine[] = [...EMBEDDED_ENGINES, 'native'];

/**
 * The probes in a kernel (detectors and counters), and the places where a worker may be held up: nowhere, the window
 * (the point between steps 1 and 2 of a put), or anywhere.
 *
 * - `detecting`: all detectors and counters, and an empty window. Races run it.
 * - `stalled`: as `detecting`, but the window may hold a worker up, and each access looks what became of its memory meanwhile.
 * - `noisy`: as `stalled`, but any access may.
 * - `counting`: no detectors, and only the counters off the fast path. `scale` runs it.
 * - `bare`: neither detectors nor counters, to measure what they cost.
 */
export type Variant = 'detecting' | 'stalled' | 'noisy' | 'counting' | 'bare';
export const VARIANTS: readonly Variant[] = ['detecting', 'stalled', 'noisy', 'counting', 'bare'];

/** Returns whether a kernel is for measurements, without detectors. */
export function isMeasured(variant: Variant): boolean {
  return variant === 'counting' || variant === 'bare';
}

/**
 * The names that the portable sources leave open: what stands behind one depends on the engine, variant and request.
 * `#memory` is what an access goes through, `#before-access` what comes first there, `#atomics` how the engine makes it.
 */
const OPEN_NAMES = [
  '#memory',
  '#before-access',
  '#atomics',
  '#protocol',
  '#many',
  '#dead',
  '#per-thread-words',
  '#probes',
  '#window',
  '#scenario',
] as const;
export type OpenName = (typeof OPEN_NAMES)[number];

/** The open names, each with the absolute path of the file that it stands for. */
export type Bindings = Readonly<Record<OpenName, string>>;

export function isOpenName(specifier: string): specifier is OpenName {
  return OPEN_NAMES.some((name) => name === specifier);
}
