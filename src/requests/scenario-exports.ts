// What a user's scenario exports, from its syntax tree.

import type { FunctionDeclaration, Identifier, Program } from 'acorn';
import { host } from '#host';
import { UsageError } from '../usage-error.js';

export interface ScenarioExports {
  /** In the order of the file. */
  readonly functions: readonly { readonly name: string; readonly parameters: number }[];
  /** The initial values of constants, as text. */
  readonly constants: ReadonlyMap<string, string>;
}

/** @param name The path as the user gave it. @throws UsageError when `source` is no TypeScript. */
export function exportsIn(name: string, source: string): ScenarioExports {
  const script = withoutTypes(name, source);
  const { parse } = host.load('acorn') as typeof import('acorn');
  const program = parse(script, { ecmaVersion: 2022, sourceType: 'module' });
  const exported = new Set(exportedNames(program));
  const functions: { name: string; parameters: number }[] = [];
  const constants = new Map<string, string>();
  for (const statement of program.body) {
    const declaration = 'declaration' in statement ? statement.declaration : statement;
    if (declaration?.type === 'FunctionDeclaration') {
      const { id, params } = declaration as FunctionDeclaration;
      if (exported.has(id.name)) functions.push({ name: id.name, parameters: params.length });
    }
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      const { name: variable } = id as Identifier;
      if (init && exported.has(variable)) constants.set(variable, script.slice(init.start, init.end));
    }
  }
  return { functions, constants };
}

function withoutTypes(name: string, source: string): string {
  const { transformSync } = host.load('esbuild') as typeof import('esbuild');
  try {
    return transformSync(source, { loader: 'ts', target: 'es2022', logLevel: 'silent' }).code;
  } catch (error) {
    const [first] =
      (error as { errors?: { text: string; location: { line: number; column: number } | null }[] }).errors ?? [];
    const place = first?.location ? `:${first.location.line}:${first.location.column + 1}` : '';
    throw new UsageError(`"${name}"${place}: ${first?.text ?? String(error)}`);
  }
}

function exportedNames(program: Program): string[] {
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) return [];
    const { declaration, specifiers } = statement;
    if (declaration?.type === 'FunctionDeclaration') return [declaration.id.name];
    if (declaration?.type === 'VariableDeclaration') {
      return declaration.declarations.map(({ id }) => (id as Identifier).name);
    }
    return specifiers.map(({ local }) => (local as Identifier).name);
  });
}
