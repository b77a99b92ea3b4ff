// What portable files export and import, across files.

import { join } from 'node:path';
import { importTarget } from '../portable-imports.js';
import { isOpenName, SOURCE_ROOT } from '../sources.js';
import { type Ast, isAst, kindOf, nameOf, type Parsed, parsePortable, textOf } from './syntax.js';

/** An exported function or constant, as its declaration has it. */
export interface Exported {
  /** Types of the parameters; absent for a constant. */
  readonly parameters?: readonly string[];
  /** Of the result, or of the constant; empty when it is left to the compiler. */
  readonly type: string;
  /** Where it is declared, or exported again. */
  readonly at: number;
}

/** The exports of `parsed` by name, those of other files that it exports again included. */
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

/** What `specifier` exports to `importer`; nothing when it leads nowhere. */
export async function exportsBehind(specifier: string, importer: string): Promise<Map<string, Exported>> {
  const target = importTarget(specifier, importer);
  if (target === undefined) return new Map();
  return exportsOf(await parsePortable(isOpenName(target) ? openFile(target) : target));
}

/** The path of an import or export statement. */
export function pathOf(statement: Ast): string | undefined {
  return isAst(statement.path) ? String(statement.path.value) : undefined;
}

/** Of each open name a file with what all of its fillings have. */
function openFile(open: string): string {
  const files: Readonly<Record<string, string>> = {
    '#memory': 'runtime/atomics.wasm.ts',
    '#protocol': 'protocols/v4.ts',
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

/** The parser's flag of what carries `export`. */
const EXPORT_FLAG = 2;

function isExported(node: Ast): boolean {
  return (Number(node.flags) & EXPORT_FLAG) !== 0;
}

function typeText(parsed: Parsed, type: unknown): string {
  return isAst(type) ? textOf(parsed, type).replace(/^bool$/, 'boolean') : '';
}
