// Several kernels in one file of C, for a program that calls them by their numbers and those of their functions.

import type { PortableFunction, PortableModule } from '../../front-end/portable-module.js';
import { callsIn } from '../../front-end/walk.js';
import { beforeKernels, dispatched, KernelText, type Kind } from './print-module.js';

export { printC } from './print-module.js';

/** A kernel with what leads to those of its exports that are called, and the function that calls them. */
export interface NumberedKernel {
  /** In front of its names. */
  readonly prefix: string;
  /** Its variables, as members of a struct. */
  readonly members: string;
  readonly functions: readonly string[];
}

/** Prints the kernel with `prefix` in front of its names, and its exports as they are in `calls`. */
export function numberedKernel(module: PortableModule, prefix: string, calls: readonly string[]): NumberedKernel {
  const text = new KernelText(led(module, calls), prefix);
  return { prefix, members: text.members(), functions: [...text.functions(), entryOf(prefix, text, calls)] };
}

/** Kernels that were printed for `calls`, `enum export` with a CALL_ for each of these, and KERNELS, by which they are called. */
export function printKernels(kernels: readonly NumberedKernel[], calls: readonly string[], kind: Kind): string {
  return [
    '#define sleep kernel_sleep\n', // C's library has one
    ...beforeKernels(
      kernels.map(({ members }) => members),
      kind,
    ),
    `enum export { CALL_INITIALISE, ${calls.map(callName).join(', ')} };\n`,
    ...kernels.flatMap(({ functions }) => functions),
    `static i32 (*const KERNELS[])(KERNEL, enum export function, i32 a, i32 b) = {${kernels.map(({ prefix }) => `${prefix}call`).join(', ')}};\n`,
    '#undef sleep\n',
  ].join('\n');
}

function callName(name: string): string {
  return `CALL_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/** `module` with no functions but those to which these exports lead. */
export function led(module: PortableModule, names: readonly string[]): PortableModule {
  const needed = new Set<PortableFunction>();
  for (const name of names) {
    const exported = module.exports.get(name);
    if (exported?.kind === 'function') needed.add(exported);
  }
  for (const one of [...module.functions].reverse()) {
    if (!needed.has(one)) continue;
    for (const { callee } of callsIn(one.body)) if (callee.kind === 'function') needed.add(callee);
  }
  const exports = [...module.exports].filter(([, one]) => one.kind !== 'function' || needed.has(one));
  return { ...module, functions: module.functions.filter((one) => needed.has(one)), exports: new Map(exports) };
}

/** Not inlined: what calls setjmp() shall have none of its variables. */
function entryOf(prefix: string, kernel: KernelText, calls: readonly string[]): string {
  const { module, printer } = kernel;
  const functions = new Map(
    [...module.exports].flatMap(([name, one]) => (one.kind === 'variable' ? [] : [[name, one] as const])),
  );
  const cases = calls.flatMap((name) => {
    const exported = functions.get(name);
    return exported ? [`    case ${callName(name)}: ${dispatched(exported, printer)}\n`] : [];
  });
  return `static __attribute__((noinline)) i32 ${prefix}call(KERNEL, enum export function, i32 a UNUSED, i32 b UNUSED) {
  switch (function) {
${cases.join('')}    default: break;
  }
${kernel.initialisations()}  return 0;
}
`;
}
