// A portable file as a module of a program that is linked: what it declares, imports and exports.

import { type AnyNode, type Comment, parse } from 'acorn';
import { KernelCompileError } from '../compile-error.js';
import { type Parsed, placeIn } from '../vet/syntax.js';
import { type References, referencesIn } from './references.js';
import { overwritten, withoutTypes } from './strip-types.js';

/** A function or variable of the module. */
export interface Declaration extends References {
  readonly name: string;
  readonly kind: 'function' | 'variable';
  /** Where it is in the text: without `export`, and of a variable without `const` or `let`. */
  readonly start: number;
  readonly end: number;
}

/** A name in another file. */
export interface Elsewhere {
  readonly specifier: string;
  readonly name: string;
}

export interface Module {
  readonly file: string;
  /** JavaScript without comments. */
  readonly text: string;
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** By local name. `*` is the name of all that a file exports. */
  readonly imported: ReadonlyMap<string, Elsewhere>;
  /** By the name outside: the local name, or that in another file. */
  readonly exported: ReadonlyMap<string, string | Elsewhere>;
  /** Specifiers of the files that are exported again as a whole. */
  readonly exportedWhole: readonly string[];
  /** The specifiers of all files that it names, in the order of the text. */
  readonly specifiers: readonly string[];
}

/** Changes the JavaScript of a file. */
export type Rewriting = (javascript: string, file: string) => string;

/** The modules of files that stay parsed, by how they were rewritten. */
const known = new WeakMap<Parsed, Map<Rewriting, Module>>();

/** The module of a file: the same object for the same two. @throws KernelCompileError */
export function moduleOf(parsed: Parsed, rewritten: Rewriting): Module {
  const modules = known.get(parsed) ?? new Map<Rewriting, Module>();
  known.set(parsed, modules);
  const module = modules.get(rewritten) ?? newModule(parsed, rewritten);
  modules.set(rewritten, module);
  return module;
}

function newModule(parsed: Parsed, rewritten: Rewriting): Module {
  const [wrong] = parsed.complaints;
  if (wrong) throw new KernelCompileError(`${placeIn(parsed, wrong.at)}: ${wrong.message}`);
  const comments: Comment[] = [];
  const bare = rewritten(withoutTypes(parsed), parsed.file);
  const { body } = parse(bare, { ecmaVersion: 2022, sourceType: 'module', onComment: comments });
  const text = overwritten(
    bare,
    comments.map(({ start, end }) => [start, end]),
  );

  const imported = new Map<string, Elsewhere>();
  const exported = new Map<string, string | Elsewhere>();
  const exportedWhole: string[] = [];
  const specifiers: string[] = [];
  const declaring: { readonly node: AnyNode; readonly isExported: boolean }[] = [];
  for (const node of body) {
    switch (node.type) {
      case 'ImportDeclaration': {
        const specifier = String(node.source.value);
        specifiers.push(specifier);
        for (const one of node.specifiers) {
          const name = one.type === 'ImportSpecifier' ? nameOf(one.imported) : '*';
          imported.set(one.local.name, { specifier, name });
        }
        break;
      }
      case 'ExportAllDeclaration':
        specifiers.push(String(node.source.value));
        exportedWhole.push(String(node.source.value));
        break;
      case 'ExportNamedDeclaration': {
        const specifier = node.source ? String(node.source.value) : undefined;
        if (specifier !== undefined) specifiers.push(specifier);
        for (const one of node.specifiers) {
          const name = nameOf(one.local);
          exported.set(nameOf(one.exported), specifier === undefined ? name : { specifier, name });
        }
        if (node.declaration) declaring.push({ node: node.declaration, isExported: true });
        break;
      }
      default:
        declaring.push({ node, isExported: false });
    }
  }

  const namespaces = new Set([...imported].filter(([, { name }]) => name === '*').map(([local]) => local));
  const declarations = new Map<string, Declaration>();
  for (const { node, isExported } of declaring) {
    for (const declaration of declarationsIn(node, namespaces)) {
      declarations.set(declaration.name, declaration);
      if (isExported) exported.set(declaration.name, declaration.name);
    }
  }
  return { file: parsed.file, text, declarations, imported, exported, exportedWhole, specifiers };
}

/** Other statements do nothing: a portable file has none. */
function declarationsIn(node: AnyNode, namespaces: ReadonlySet<string>): Declaration[] {
  if (node.type === 'FunctionDeclaration' && node.id) {
    const { start, end } = node;
    return [{ name: node.id.name, kind: 'function', start, end, ...referencesIn(node, namespaces) }];
  }
  if (node.type !== 'VariableDeclaration') return [];
  return node.declarations.flatMap((one) => {
    const { id, start, end } = one;
    if (id.type !== 'Identifier') return [];
    return [{ name: id.name, kind: 'variable' as const, start, end, ...referencesIn(one, namespaces) }];
  });
}

function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : '';
}
