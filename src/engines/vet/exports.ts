// What portable files export, also what they export again from other files.

import { join } from 'node:path';
import { importTarget } from '../portable-imports.js';
import { isOpenName, SOURCE_ROOT } from '../sources.js';
import { type Ast, isAst, kindOf, nameOf, type Parsed, parsePortable, textOf } from './syntax.js';

/** An exported function or constant, as it is declared. */
export interface Exported {
  /** Types of the parameters; absent for a constant. */
  readonly parameters?: readonly string[];
  /** Type of the result or of the constant. Empty when it is not written. */
  readonly type: string;
  /** Offset in the text of where it is declared, or exported again. */
  readonly at: number;
}

/** The exports of `parsed` by name, with those of other files that it exports again. */
export async function exportsOf(parsed: Parsed): Promise<Map<string, Exported>> {
  const exported = new Map<string, Exported>();
  const declared = declarationsOf(parsed);
  for (const statement of parsed.statements) {
    if (kindOf(statement) !== 'Export') continue;
    const from = pathOf(statement);
    const source = from === undefined ? declared : await exportsBehind(from, parsed.file);
    if (!Array.isArray(statement.members)) {
      for (const [name, value] of source) exported.set(name, { ...value, at: statement.range.start });
      continue;
    }
    for (const member of statement.members as Ast[]) {
      const value = source.get(nameOf(member.localName));
      if (value) exported.set(nameOf(member.exportedName), { ...value, at: member.range.start });
    }
  }
  for (const [name, value] of declared) if (value.isExported) exported.set(name, value);
  return exported;
}

/** The exports of the file that `importer` means by `specifier`; none when it leads nowhere. */
export async function exportsBehind(specifier: string, importer: string): Promise<Map<string, Exported>> {
  const target = importTarget(specifier, importer);
  if (target === undefined) return new Map();
  return exportsOf(await parsePortable(isOpenName(target) ? openFile(target) : target));
}

/** The path of an import or export statement. */
export function pathOf(statement: Ast): string | undefined {
  return isAst(statement.path) ? String(statement.path.value) : undefined;
}

/** The file that stands for an open name here: it exports what every file behind that name exports. */
function openFile(open: string): string {
  const files: Readonly<Record<string, string>> = {
    '#memory': 'runtime/atomics.wasm.ts',
    '#protocol': 'protocols/v4.ts',
    '#several': 'pages/one-by-one.ts',
    '#dead': 'pages/dead-bits.ts',
    '#worker-words': 'pages/one-word.ts',
    '#atomics': 'runtime/atomics.wasm.ts',
  };
  return join(SOURCE_ROOT, files[open] ?? `runtime/${open.slice(1)}.ts`);
}

function declarationsOf(parsed: Parsed): Map<string, Exported & { readonly isExported: boolean }> {
  const declared = new Map<string, Exported & { readonly isExported: boolean }>();
  for (const statement of parsed.statements) {
    if (kindOf(statement) === 'FunctionDeclaration') {
      const signature = statement.signature as Ast;
      declared.set(nameOf(statement.name), {
        parameters: (signature.parameters as Ast[]).map(({ type }) => typeText(parsed, type)),
        type: typeText(parsed, signature.returnType),
        at: statement.range.start,
        isExported: isExported(statement),
      });
    } else if (kindOf(statement) === 'Variable') {
      for (const declaration of statement.declarations as Ast[]) {
        declared.set(nameOf(declaration.name), {
          type: typeText(parsed, declaration.type),
          at: declaration.range.start,
          isExported: isExported(declaration),
        });
      }
    }
  }
  return declared;
}

/** The flag by which the parser marks a declaration with `export`. */
const EXPORT_FLAG = 2;

function isExported(node: Ast): boolean {
  return (Number(node.flags) & EXPORT_FLAG) !== 0;
}

function typeText(parsed: Parsed, type: unknown): string {
  return isAst(type) ? textOf(parsed, type).replace(/^bool$/, 'boolean') : '';
}
