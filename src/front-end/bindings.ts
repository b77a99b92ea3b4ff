// The files behind the names that portable sources leave open, for each kind of kernel.

import { join } from 'node:path';
import { type Bindings, NO_USER_ROLES, SOURCE_ROOT, type Variant } from './sources.js';

const runtime = (name: string): string => join(SOURCE_ROOT, 'runtime', name);

/** Its functions are intrinsics of every printer. */
export const ATOMICS = runtime('atomics.ts');
const CHOICE = runtime('choice.ts');
const PROBES_FILE = runtime('probes.ts');
const WINDOW = runtime('window.ts');

/** The use of a kernel: threads that run it, the checker, or a replay. */
export type Purpose = Variant | 'model' | 'replay';

/** The intrinsics besides those of ATOMICS: the checker explores choices and has detectors of its own; a replay chooses as its witness. */
const INTRINSICS: Readonly<Partial<Record<Purpose, readonly string[]>>> = {
  model: [PROBES_FILE, WINDOW, CHOICE],
  replay: [CHOICE],
};

/** Stands before each access, where that does not go straight to the intrinsic. */
const BEFORE_ACCESS: Readonly<Partial<Record<Purpose, string>>> = { stalled: 'freed-memory.ts', noisy: 'noisy.ts' };
const PROBES: Readonly<Partial<Record<Purpose, string>>> = {
  counting: 'probes.counting.ts',
  bare: 'probes.bare.ts',
};
const WINDOWS: Readonly<Partial<Record<Purpose, string>>> = { stalled: 'window.stall.ts', noisy: 'noisy.ts' };

/** The facts of a protocol's file by which its kernels differ. */
export interface ProtocolExports {
  readonly file: string;
  /** It takes and drops more than one reference in one access. */
  readonly hasMany: boolean;
  /** It exports isDead() of its own. */
  readonly hasIsDead: boolean;
  /** Number of words that each worker has for a page. */
  readonly perThreadWords: number;
}

/** The files behind the open names. `rolesFile` plays a user's roles. */
export function bindingsFor(protocol: ProtocolExports, purpose: Purpose, rolesFile: string = NO_USER_ROLES): Bindings {
  const before = BEFORE_ACCESS[purpose];
  return {
    '#memory': before === undefined ? ATOMICS : runtime('memory.held-up.ts'),
    '#before-access': runtime(before ?? 'freed-memory.ts'),
    '#atomics': ATOMICS,
    '#protocol': protocol.file,
    '#many': protocol.hasMany ? protocol.file : join(SOURCE_ROOT, 'pages/defaults.ts'),
    '#dead': protocol.hasIsDead ? protocol.file : join(SOURCE_ROOT, 'pages/defaults.ts'),
    '#per-thread-words': protocol.perThreadWords > 0 ? protocol.file : join(SOURCE_ROOT, 'pages/defaults.ts'),
    '#scenario': rolesFile,
    '#probes': runtime(PROBES[purpose] ?? 'probes.ts'),
    '#window': runtime(WINDOWS[purpose] ?? 'window.ts'),
  };
}

export function intrinsicsFor(purpose: Purpose): ReadonlySet<string> {
  return new Set([ATOMICS, ...(INTRINSICS[purpose] ?? [])]);
}

/** The entry module of a kernel. */
export function entryFor({ perThreadWords }: ProtocolExports, purpose: Purpose): string {
  const words = perThreadWords > 0 ? 'per-thread-words-' : '';
  const kind = purpose === 'model' || purpose === 'replay' ? 'model' : 'kernel';
  return join(SOURCE_ROOT, 'actors', `${words}${kind}.ts`);
}
