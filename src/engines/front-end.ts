// AssemblyScript from its front end on: from texts to a module, or to what is wrong with them. Its command line would parse
// its whole library each time. No portable file has a use for that, so here there is only what it cannot begin without.

import { type AssemblyScript, integerLiterals } from './integer-literals.js';
import { placeIn } from './vet/syntax.js';

interface Source {
  readonly normalizedPath: string;
  readonly text: string;
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly source: Source; readonly start: number } | null;
}

/** What is used of AssemblyScript's package: see vet/syntax.ts. */
export interface FrontEnd extends AssemblyScript {
  readonly FEATURE_THREADS: number;
  newOptions(): unknown;
  setNoAssert(options: unknown, on: boolean): void;
  setFeature(options: unknown, feature: number, on: boolean): void;
  newProgram(options: unknown): object;
  parse(program: object, text: string | null, path: string, isEntry: boolean): void;
  nextFile(program: object): string | null;
  initializeProgram(program: object): void;
  /** The module, not optimised yet. */
  compile(program: object): object;
  nextDiagnostic(program: object): Diagnostic | null;
  isError(diagnostic: Diagnostic): boolean;
}

/** The classes without which AssemblyScript begins nothing. */
const LIBRARY: Readonly<Record<string, string>> = {
  object: 'export class Object {}',
  math: 'export namespace NativeMath {} export namespace NativeMathf {}',
  function: 'export abstract class Function<T> { private _index: u32; private _env: usize; }',
  'rt/common':
    '@unmanaged export class BLOCK { mmInfo: usize; } @unmanaged export class OBJECT extends BLOCK { gcInfo: u32; gcInfo2: u32; rtId: u32; rtSize: u32; }',
  classes: [
    ...['ArrayBuffer', 'ArrayBufferView', 'String', 'Array<T>', 'RegExp', 'Bool', 'F32', 'F64', 'V128'],
    ...['I8', 'I16', 'I32', 'I64', 'Isize', 'U8', 'U16', 'U32', 'U64', 'Usize'],
  ]
    .map((name) => `export class ${name} {}`)
    .join('\n'),
};

const BUILTINS =
  'export declare function abort(): void; export declare function trace(): void; export declare function seed(): f64;';

/** Options under which portable files mean what they say. */
export function portableOptions(frontEnd: FrontEnd): unknown {
  const options = frontEnd.newOptions();
  frontEnd.setNoAssert(options, true);
  frontEnd.setFeature(options, frontEnd.FEATURE_THREADS, true);
  return options;
}

/**
 * The module of what the exports of `entry` lead to, or what is wrong with it, as `file:line:column: message`. `read` gives
 * the text of a file, null when there is none. `instructions` declares what the vocabulary is made of.
 */
export function compiled(
  frontEnd: FrontEnd,
  options: unknown,
  entry: string,
  read: (name: string) => string | null,
  instructions = '',
): { readonly module: object } | { readonly errors: readonly string[] } {
  const program = frontEnd.newProgram(options);
  for (const [name, text] of Object.entries({ ...LIBRARY, builtins: BUILTINS + instructions })) {
    frontEnd.parse(program, text, `~lib/${name}.ts`, false);
  }
  frontEnd.parse(program, read(entry), entry, true);
  for (let name = frontEnd.nextFile(program); name !== null; name = frontEnd.nextFile(program)) {
    frontEnd.parse(program, read(`${name}.ts`), `${name}.ts`, false);
  }
  let module: object = program;
  const steps = [
    () => integerLiterals(frontEnd).afterParse?.(program as never),
    () => frontEnd.initializeProgram(program),
    () => {
      module = frontEnd.compile(program);
    },
  ];
  // Each step needs what the one before made.
  for (const step of steps) {
    const errors = errorsIn(frontEnd, program);
    if (errors.length > 0) return { errors };
    try {
      step();
    } catch (error) {
      return { errors: [...errorsIn(frontEnd, program), `types that cannot be checked: ${(error as Error).message}`] };
    }
  }
  const errors = errorsIn(frontEnd, program);
  return errors.length > 0 ? { errors } : { module };
}

/** What `frontEnd` has found since it was asked last. */
function errorsIn(frontEnd: FrontEnd, program: object): string[] {
  const errors: string[] = [];
  for (let found = frontEnd.nextDiagnostic(program); found; found = frontEnd.nextDiagnostic(program)) {
    if (!frontEnd.isError(found)) continue;
    const { message, range } = found;
    const { normalizedPath: file = '', text = '' } = range?.source ?? {};
    errors.push(`${range ? `${placeIn({ file, text }, range.start)}: ` : ''}${message}`);
  }
  return errors;
}
