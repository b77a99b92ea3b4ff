// A kernel in C: the vocabulary, the constants, variables and functions of the flat module, and the two functions by
// which the host finds and calls what it exports.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ABANDON } from '../../runtime/layout.js';
import { KernelCompileError } from '../compile-error.js';
import type { FlatModule } from '../link/flat.js';
import { sourceLines } from '../source-lines.js';
import { SOURCE_ROOT } from '../sources.js';
import type { KernelInterface } from './interface.js';
import { ModuleView } from './module.js';
import { Names } from './names.js';
import { numberText } from './print-expression.js';
import { FunctionPrinter } from './print-function.js';

const VOCABULARY = join(SOURCE_ROOT, 'runtime/atomics.native.h');

/** `module` in C. `measured`: it has no detectors, and its speed counts. @throws KernelCompileError for what is not part of the portable subset */
export function emitC(module: FlatModule, measured: boolean): string {
  const lineAt = sourceLines(module);
  const vocabulary = readFileSync(VOCABULARY, 'utf8');
  const view = new ModuleView(module.text, (loop) => !lineAt(loop.start).own);
  refuseUnknown(view, vocabulary);
  const names = new Names();
  const printer = new FunctionPrinter(view, names, lineAt);
  const functions = [...view.functions.values()];
  return [
    '// Printed by reftorture: the portable sources in C. Each statement is below the line that it comes from.\n',
    OPENING,
    structOf(view, names),
    `#define ABANDON_WORD ${ABANDON}\n#define MEASURED ${measured ? 1 : 0}\n`,
    vocabulary,
    enumOf(view, names),
    functions.map((one) => `${printer.head(one)};\n`).join(''),
    ...functions.map((one) => printer.print(one)),
    initialiserOf(view, names, printer),
    hostSide(view, names),
  ].join('\n');
}

/** @throws KernelCompileError for a word of the vocabulary that it has on other engines alone */
function refuseUnknown(view: ModuleView, vocabulary: string): void {
  for (const word of view.vocabulary.values()) {
    if (new RegExp(`\\b${word}(?:\\(KERNEL|, __atomic)`).test(vocabulary)) continue;
    throw new KernelCompileError(`the native engine has no ${word}() in its vocabulary`);
  }
}

const OPENING = `typedef __INT32_TYPE__ i32;
typedef __UINT32_TYPE__ u32;
typedef __INT64_TYPE__ i64;

struct memory {
  unsigned char *base;
  u32 words;
};
`;

/** The variables of the module, of which each instance of the kernel has its own. */
function structOf(view: ModuleView, names: Names): string {
  const variables = [...view.variables.keys()].map((name) => `  i32 ${names.of(name)};\n`);
  return `struct kernel {\n  struct host *host; // of the call that is going on\n${variables.join('')}};\n`;
}

function enumOf(view: ModuleView, names: Names): string {
  const constants = [...view.constants].map(([name, value]) => `  ${names.of(name)} = ${numberText(value)},\n`);
  return constants.length === 0 ? '' : `enum {\n${constants.join('')}};\n`;
}

/** Gives the variables their first values, in the order of the text. */
function initialiserOf(view: ModuleView, names: Names, printer: FunctionPrinter): string {
  const values = [...view.variables].map(([name, value]) => `  my->${names.of(name)} = ${printer.value(value)};\n`);
  return `static void initialise(KERNEL) {\n  (void)memory;\n${values.join('')}}\n`;
}

/** What the host loads: `kernel_bytes`, `kernel_interface` and `kernel_call`. */
function hostSide(view: ModuleView, names: Names): string {
  const exported = [...view.exported].flatMap(([name, inner]) => {
    const called = calledBy(view, names, inner);
    return called ? [{ name, ...called }] : [];
  });
  const constants = [...view.exported].flatMap(([outer, inner]) => {
    const value = view.constants.get(inner);
    return value === undefined ? [] : [[outer, value] as const];
  });
  const told: KernelInterface = {
    functions: exported.map(({ name, returnsValue }) => ({ name, returnsValue })),
    constants: Object.fromEntries(constants),
  };
  const cases = exported.map(({ text, returnsValue }, index) => {
    return `    case ${index}: ${returnsValue ? `return ${text};` : `${text}; return 0;`}\n`;
  });
  return `#define VISIBLE __attribute__((visibility("default")))

// Apart from whatever else is written, by a pair of 64-byte cache lines.
#define ALIGNMENT 128

// How deep recursive functions may go: a quarter of the stack on which koffi calls.
#define STACK_BYTES (512 * 1024)

VISIBLE i32 kernel_bytes(void) { return sizeof(struct kernel) + ALIGNMENT; }

VISIBLE const char *kernel_interface(void) { return ${stringText(JSON.stringify(told))}; }

// Not inlined: a function that calls setjmp() keeps no variable in a register.
static __attribute__((noinline)) i32 dispatch(KERNEL, i32 function, i32 a, i32 b, i32 c, i32 d) {
  (void)a, (void)b, (void)c, (void)d;
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
  host.deepest = (char *)__builtin_frame_address(0) - STACK_BYTES;
  host.stamp = stamp;
  host.sleep = sleep;
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

/** What of the vocabulary a kernel may export, in a test: how many parameters it has. */
const PARAMETERS: Readonly<Record<string, number>> = {
  ...{ observe: 1, glance: 1, peek: 1, load: 2, poke: 2, store: 3 },
  ...{ fetchAdd: 3, fetchSub: 3, fetchOr: 3, exchange: 3, compareExchange: 4 },
};
const SILENT = ['poke', 'store'];

/** A call of the function `inner` with the parameters of dispatch(). */
function calledBy(view: ModuleView, names: Names, inner: string) {
  const word = view.vocabulary.get(inner);
  const declared = view.functions.get(inner);
  const count = declared ? declared.node.params.length : PARAMETERS[word ?? ''];
  if (count === undefined) return undefined;
  const returnsValue = declared ? declared.returnsValue : !SILENT.includes(inner);
  const kernel = word !== undefined || view.needsKernel(inner) ? ['SELF'] : [];
  const values = [...kernel, ...['a', 'b', 'c', 'd'].slice(0, count)];
  return { text: `${word ?? names.of(inner)}(${values.join(', ')})`, returnsValue };
}

/** A string of C. */
function stringText(text: string): string {
  return `"${text.replace(/[^ !#-[\]-~]/g, (one) => [...Buffer.from(one)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''))}"`;
}
