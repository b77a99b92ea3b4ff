// AssemblyScript checks the types of portable files for engines whose compilers do not. Its front end does that: nothing is
// written, and of its library there is only what it cannot begin without.

import { moduleName, readBound } from './bound-sources.js';
import { KernelCompileError } from './compile-error.js';
import { type AssemblyScript, integerLiterals } from './integer-literals.js';
import type { Bindings } from './sources.js';
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
  compile(program: object): unknown;
  nextDiagnostic(program: object): Diagnostic | null;
  isError(diagnostic: Diagnostic): boolean;
}

/** The classes without which AssemblyScript begins nothing. No portable file has a use for one. */
const LIBRARY: Readonly<Record<string, string>> = {
  object: 'export class Object {}',
  builtins:
    'export declare function abort(): void; export declare function trace(): void; export declare function seed(): f64;',
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

/** Exports what is to be checked. */
const ENTRY = 'types.ts';

/**
 * Has AssemblyScript check the types of everything that the exports `names` of `file` lead to. @throws KernelCompileError
 */
export async function checkTypes(file: string, names: readonly string[], bindings: Bindings): Promise<void> {
  // Loaded on demand: a cached kernel does not need it.
  const frontEnd = (await import('assemblyscript')) as unknown as FrontEnd;
  const from = moduleName(file).replace(/\.ts$/, '');
  const entry = `export { ${names.join(', ')} } from ${JSON.stringify(`./${from}`)};`;
  const vocabulary = moduleName(bindings['#atomics']);
  const read = (name: string): string | null => {
    if (name === ENTRY) return entry;
    const text = readBound(name, bindings);
    return name === vocabulary && text !== null ? withoutBodies(text) : text;
  };
  const [first, ...others] = typeErrors(frontEnd, ENTRY, read);
  if (first !== undefined) {
    throw new KernelCompileError(`${first}${others.length === 0 ? '' : ` (and ${others.length} more)`}`);
  }
}

/**
 * What is wrong with the types of what the exports of `entry` lead to, as `file:line:column: message`. `read` gives the text
 * of a file, null when there is none.
 */
export function typeErrors(
  frontEnd: FrontEnd,
  entry: string,
  read: (name: string) => string | null,
): readonly string[] {
  const options = frontEnd.newOptions();
  frontEnd.setNoAssert(options, true);
  frontEnd.setFeature(options, frontEnd.FEATURE_THREADS, true);
  const program = frontEnd.newProgram(options);
  for (const [name, text] of Object.entries(LIBRARY)) frontEnd.parse(program, text, `~lib/${name}.ts`, false);
  frontEnd.parse(program, read(entry), entry, true);
  for (let name = frontEnd.nextFile(program); name !== null; name = frontEnd.nextFile(program)) {
    frontEnd.parse(program, read(`${name}.ts`), `${name}.ts`, false);
  }
  const afterParse = (parsed: object): unknown => integerLiterals(frontEnd).afterParse?.(parsed as never);
  // Each step needs what the one before made.
  for (const step of [afterParse, frontEnd.initializeProgram, frontEnd.compile]) {
    const errors = errorsIn(frontEnd, program);
    if (errors.length > 0) return errors;
    try {
      step(program);
    } catch (error) {
      return [...errorsIn(frontEnd, program), `types that cannot be checked: ${(error as Error).message}`];
    }
  }
  return errorsIn(frontEnd, program);
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

/** The vocabulary as declarations: what it is made of is in the library. */
function withoutBodies(text: string): string {
  return text
    .replace(/^@inline\n|^import .*\n/gm, '')
    .replace(/^export function ([^{]*?) \{[\s\S]*?^\}/gm, 'export declare function $1;');
}
