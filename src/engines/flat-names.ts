// The names that a flat module (see link/flat.ts) imports and exports, each with its name on the other side.

import type { ExportNamedDeclaration, Identifier, ImportDeclaration } from 'acorn';

/** As [local name, imported name]. */
export function importedNames(node: ImportDeclaration): [string, string][] {
  return node.specifiers.map((specifier) => {
    const imported = specifier.type === 'ImportSpecifier' ? specifier.imported : specifier.local;
    return [specifier.local.name, (imported as Identifier).name];
  });
}

/** As [exported name, local name]. */
export function exportedNames(node: ExportNamedDeclaration): [string, string][] {
  if (node.declaration?.type === 'FunctionDeclaration') {
    return [[node.declaration.id.name, node.declaration.id.name]];
  }
  return node.specifiers.map(({ exported, local }) => [(exported as Identifier).name, (local as Identifier).name]);
}
