// A kernel in C: the intrinsics, the constants, variables and functions of the module, and the two functions by which
// the host finds and calls what it exports.

import { join } from 'node:path';
import { host } from '#host';
import { sourceLines } from '../../front-end/places.js';
import type { Callable, PortableModule, Variable } from '../../front-end/portable-module.js';
import { SOURCE_ROOT } from '../../front-end/sources.js';
import { ABANDON } from '../../runtime/layout.js';
import { Effects } from '../effects.js';
import { Names } from '../names.js';
import type { KernelInterface } from './interface.js';
import { numberText } from './print-expression.js';
import { FunctionPrinter } from './print-function.js';
import { RESERVED } from './reserved.js';

const INTRINSICS = join(SOURCE_ROOT, 'runtime/atomics.native.h');

export interface Kind {
  /** The kernel has no detectors, and its speed counts. */
  readonly measured: boolean;
}

/** A kernel in C, as it stands in a file beside others: with a prefix in front of its names. */
export class KernelText {
  readonly #constants: readonly Variable[];
  readonly #variables: readonly Variable[];
  readonly #names: Names;
  readonly printer: FunctionPrinter;

  constructor(
    readonly module: PortableModule,
    prefix: string,
  ) {
    this.#names = new Names(RESERVED, [...module.variables, ...module.functions], prefix);
    this.printer = new FunctionPrinter(new Effects(module), this.#names, sourceLines(module.files));
    this.#constants = module.variables.filter(({ isConstant }) => isConstant);
    this.#variables = module.variables.filter(({ isConstant }) => !isConstant);
  }

  /** Its variables, of which each instance of the kernel has its own, as members of a struct. */
  members(): string {
    return this.#variables.map((variable) => `      i32 ${this.#names.of(variable)};\n`).join('');
  }

  /** Its constants and functions. */
  functions(): string[] {
    const lines = this.#constants.map((one) => `  ${this.#names.of(one)} = ${numberText(one.initial)},\n`);
    const constants = lines.length === 0 ? [] : [`enum {\n${lines.join('')}};\n`];
    return [...constants, ...this.module.functions.map((one) => this.printer.print(one))];
  }

  /** Statements that give the variables their first values. */
  initialisations(): string {
    return this.#variables.map((one) => `  my->${this.#names.of(one)} = ${numberText(one.initial)};\n`).join('');
  }
}

/** In front of kernels with these members: a thread runs one of them. */
export function beforeKernels(members: readonly string[], { measured }: Kind): string[] {
  return [
    OPENING,
    `struct kernel {\n  struct host *host; // of the call that is going on\n  union {\n${members.map((some) => `    struct {\n${some}    };\n`).join('')}  };\n};\n`,
    `#define ABANDON_WORD ${ABANDON}\n#define MEASURED ${measured ? 1 : 0}\n`,
    host.readText(INTRINSICS),
  ];
}

/** A function of a kernel may have the name of one of C's library, which compilers take for theirs. */
const PREFIX = 'k_';

export function printC(module: PortableModule, kind: Kind): string {
  const kernel = new KernelText(module, PREFIX);
  return [
    '// Printed by reftorture: the portable sources in C. Each statement is below the line that it comes from.\n',
    ...beforeKernels([kernel.members()], kind),
    ...kernel.functions(),
    `static void initialise(KERNEL) {\n${kernel.initialisations()}}\n`,
    hostSide(module, kernel.printer),
  ].join('\n');
}

const OPENING = `typedef __INT32_TYPE__ i32;
typedef __UINT32_TYPE__ u32;
typedef __INT64_TYPE__ i64;

struct memory {
  unsigned char *base;
  u32 words;
};
`;

/** Returns what the host loads: `kernel_bytes`, `kernel_interface` and `kernel_call`. */
function hostSide({ exports }: PortableModule, printer: FunctionPrinter): string {
  const exported = [...exports];
  const functions = exported.flatMap(([name, one]) => (one.kind === 'variable' ? [] : [[name, one] as const]));
  const constants = exported.flatMap(([name, one]) =>
    one.kind === 'variable' && one.isConstant ? [[name, one.initial] as const] : [],
  );
  const told: KernelInterface = {
    functions: functions.map(([name, { returns }]) => ({ name, returnsValue: returns !== 'void' })),
    constants: Object.fromEntries(constants),
  };
  const cases = functions.map(([, one], index) => `    case ${index}: ${dispatched(one, printer)}\n`);
  return `#define VISIBLE __attribute__((visibility("default")))

// Apart from whatever else is written, by a pair of 64-byte cache lines.
#define ALIGNMENT 128

VISIBLE i32 kernel_bytes(void) { return sizeof(struct kernel) + ALIGNMENT; }

VISIBLE const char *kernel_interface(void) { return ${stringText(JSON.stringify(told))}; }

// Not inlined: a function that calls setjmp() keeps no variable in a register.
static __attribute__((noinline)) i32 dispatch(KERNEL, i32 function, i32 a UNUSED, i32 b UNUSED, i32 c UNUSED, i32 d UNUSED) {
  switch (function) {
${cases.join('')}    default: initialise(SELF); return 0;
  }
}

// Calls a function of the kernel by its number. The upper half of the result says why it ended early, if it did.
VISIBLE i64 kernel_call(unsigned char *base, u32 words, unsigned char *variables, void (*stamp)(i32),
                        void (*sleep)(i32, i32), i32 function, i32 a, i32 b, i32 c, i32 d) {
  struct memory memory = {base, words};
  struct kernel *my = (struct kernel *)(((__UINTPTR_TYPE__)variables + ALIGNMENT - 1) & -(__UINTPTR_TYPE__)ALIGNMENT);
  struct host *outer = my->host;
  struct host host;
  host.stamp = stamp;
  host.wait = sleep;
  int why = setjmp(host.end);
  if (why != 0) {
    my->host = outer;
    return (i64)why << 32;
  }
  my->host = &host;
  i32 value = dispatch(SELF, function, a, b, c, d);
  my->host = outer;
  return (u32)value;
}
`;
}

/** A call with the parameters of dispatch(). */
export function dispatched(callee: Callable, printer: FunctionPrinter): string {
  const inputs = ['a', 'b', 'c', 'd'].slice(0, callee.parameters.length);
  const call = printer.expressions.called(callee, inputs);
  return callee.returns === 'void' ? `${call}; return 0;` : `return ${call};`;
}

/** A string of C. */
export function stringText(text: string): string {
  return `"${text.replace(/[^ !#-[\]-~]/g, (one) => [...Buffer.from(one)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''))}"`;
}
