// AssemblyScript checks the types of portable files for engines whose compilers do not. Its front end does that: nothing is
// written, and of its library there is only what it cannot begin without.

import { moduleName, readBound } from './bound-sources.js';
import { KernelCompileError } from './compile-error.js';
import { integerLiterals } from './integer-literals.js';
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

type Program = object;

/** What is used of AssemblyScript's package: see vet/syntax.ts. */
interface FrontEnd {
  readonly FEATURE_THREADS: number;
  newOptions(): unknown;
  setNoAssert(options: unknown, on: boolean): void;
  setFeature(options: unknown, feature: number, on: boolean): void;
  newProgram(options: unknown): Program;
  parse(program: Program, text: string | null, path: string, isEntry: boolean): void;
  nextFile(program: Program): string | null;
  initializeProgram(program: Program): void;
  compile(program: Program): unknown;
  nextDiagnostic(program: Program): Diagnostic | null;
  isError(diagnostic: Diagnostic): boolean;
}

/** The classes without which AssemblyScript begins nothing. No portable file has a use for one. */
const LIBRARY: Readonly<Record<string, string>> = {
  object: 'export class Object {}',
  builtins:
    'export declare function abort(): void; export declare function trace(): void; export declare function seed(): f64;',
  math: 'export namespace NativeMath {} export namespace NativeMathf {}',
  function: 'export abstract class Function<T> { private _index: u32; private _env: usize; }',
  classes: [
    ...['ArrayBuffer', 'ArrayBufferView', 'String', 'Array<T>', 'RegExp', 'Bool', 'F32', 'F64', 'V128'],
    ...['I8', 'I16', 'I32', 'I64', 'Isize', 'U8', 'U16', 'U32', 'U64', 'Usize'],
  ]
    .map((name) => `export class ${name} {}`)
    .join('\n'),
};

const ENTRY = 'types.ts';

/**
 * Has AssemblyScript check the types of everything that the exports `names` of `file` lead to. @throws KernelCompileError
 */
export async function checkTypes(file: string, names: readonly string[], bindings: Bindings): Promise<void> {
  const frontEnd = (await import('assemblyscript')) as unknown as FrontEnd;
  const options = frontEnd.newOptions();
  frontEnd.setNoAssert(options, true);
  frontEnd.setFeature(options, frontEnd.FEATURE_THREADS, true);
  const program = frontEnd.newProgram(options);
  for (const [name, text] of Object.entries(LIBRARY)) frontEnd.parse(program, text, `~lib/${name}.ts`, false);
  const from = moduleName(file).replace(/\.ts$/, '');
  frontEnd.parse(program, `export { ${names.join(', ')} } from ${JSON.stringify(`./${from}`)};`, ENTRY, true);
  for (let name = frontEnd.nextFile(program); name !== null; name = frontEnd.nextFile(program)) {
    const text = readBound(`${name}.ts`, bindings);
    const isVocabulary = `${name}.ts` === moduleName(bindings['#atomics']);
    frontEnd.parse(program, isVocabulary && text !== null ? withoutBodies(text) : text, `${name}.ts`, false);
  }
  refuseErrors(frontEnd, program);
  (await integerLiterals()).afterParse?.(program as never);
  frontEnd.initializeProgram(program);
  refuseErrors(frontEnd, program);
  frontEnd.compile(program);
  refuseErrors(frontEnd, program);
}

/** @throws KernelCompileError for the first error, if there is one */
function refuseErrors(frontEnd: FrontEnd, program: Program): void {
  const errors: Diagnostic[] = [];
  for (let found = frontEnd.nextDiagnostic(program); found; found = frontEnd.nextDiagnostic(program)) {
    if (frontEnd.isError(found)) errors.push(found);
  }
  const [first, ...others] = errors;
  if (!first) return;
  const { message, range } = first;
  const place = range
    ? `${placeIn({ file: range.source.normalizedPath, text: range.source.text }, range.start)}: `
    : '';
  throw new KernelCompileError(`${place}${message}${others.length === 0 ? '' : ` (and ${others.length} more)`}`);
}

/** The vocabulary as declarations: what it is made of is in the library. */
function withoutBodies(text: string): string {
  return text
    .replace(/^@inline\n|^import .*\n/gm, '')
    .replace(/^export function ([^{]*?) \{[\s\S]*?^\}/gm, 'export declare function $1;');
}
