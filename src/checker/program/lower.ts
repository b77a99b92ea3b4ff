// Lowers the bundle of a protocol, parsed by acorn into an AST, to a program: resolves names and lowers every function.

import type * as acorn from 'acorn';
import { type FunctionDeclaration, parse } from 'acorn';
import { exportedNames, importedNames } from '../../engines/flat-names.js';
import { type Binding, STAGED } from './emitter.js';
import type { FunctionBody, Program } from './instructions.js';
import { FunctionLowering } from './lower-function.js';

/**
 * Lowers a flat ES module whose imports are the intrinsics of the model. `overrides` replace the initial values of the
 * globals with these names. The linker leaves out what nothing depends on: then there is nothing to replace.
 * @throws ProgramError, SyntaxError
 */
export function lower(text: string, overrides: Readonly<Record<string, number>> = {}): Program {
  const module = parse(text, { ecmaVersion: 2022, sourceType: 'module' });
  const bindings = new Map<string, Binding>([[STAGED, { kind: 'global', index: 0 }]]);
  const declared: FunctionDeclaration[] = [];
  const globals: string[] = [STAGED];
  const initializers: { global: number; value: acorn.Expression | number }[] = [];
  const exported = new Map<string, string>();

  const declare = (node: acorn.Statement | acorn.ModuleDeclaration | acorn.Declaration): void => {
    if (node.type === 'FunctionDeclaration') {
      bindings.set(node.id.name, { kind: 'function', index: declared.push(node as FunctionDeclaration) - 1 });
    } else if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) {
        const { name } = id as acorn.Identifier;
        const global = globals.push(name) - 1;
        bindings.set(name, { kind: 'global', index: global });
        const value = overrides[name] ?? init;
        if (value !== undefined && value !== null) initializers.push({ global, value });
      }
    } else if (node.type === 'ImportDeclaration') {
      for (const [local, imported] of importedNames(node)) bindings.set(local, { kind: 'intrinsic', name: imported });
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const [outer, inner] of exportedNames(node)) exported.set(outer, inner);
      if (node.declaration) declare(node.declaration);
    }
  };
  for (const node of module.body) declare(node);

  const functions: FunctionBody[] = declared.map(({ id, params, body }) =>
    new FunctionLowering(bindings).lower(id.name, params, body),
  );
  const initializer = functions.push(new FunctionLowering(bindings).lowerInitializers(initializers)) - 1;
  return { functions, globals, initializer, ...exportsBy(exported, bindings) };
}

function exportsBy(exported: ReadonlyMap<string, string>, bindings: ReadonlyMap<string, Binding>) {
  const exportedFunctions = new Map<string, number>();
  const exportedGlobals = new Map<string, number>();
  for (const [outer, inner] of exported) {
    const binding = bindings.get(inner);
    if (binding?.kind === 'function') exportedFunctions.set(outer, binding.index);
    if (binding?.kind === 'global') exportedGlobals.set(outer, binding.index);
  }
  return { exportedFunctions, exportedGlobals };
}
