// A portable file as a module: the names that it declares, imports and exports, before anybody knows what they mean.

import type { AnyNode, FunctionDeclaration, VariableDeclarator } from 'acorn';
import { FUNCTIONS, refusalOf } from './refusals.js';
import type { Complaint, ParsedFile } from './syntax.js';

export type Declaration =
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly node: FunctionDeclaration;
      readonly inline: boolean | undefined;
    }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly node: VariableDeclarator;
      readonly isConstant: boolean;
    };

/** A name in another file; `*`: all that it exports. */
export interface ImportReference {
  readonly specifier: string;
  readonly name: string;
  readonly at: number;
}

type Exported = { readonly local: string; readonly at: number } | ImportReference;

export interface FileModule {
  readonly path: string;
  readonly text: string;
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** By local name. */
  readonly imports: ReadonlyMap<string, ImportReference>;
  /** By the name outside: the local name, or one of another file. */
  readonly exports: ReadonlyMap<string, Exported>;
  /** Files that are exported as a whole. */
  readonly starExports: readonly ImportReference[];
  readonly complaints: readonly Complaint[];
}

/** The modules of files that stay parsed. */
const known = new WeakMap<ParsedFile, FileModule>();

/** The module of `parsed`: the same object for the same file. */
export function fileModuleOf(parsed: ParsedFile): FileModule {
  const { path, text, complaints, body } = parsed;
  const module = known.get(parsed) ?? new Reading(path, text, [...complaints], body);
  known.set(parsed, module);
  return module;
}

class Reading implements FileModule {
  readonly declarations = new Map<string, Declaration>();
  readonly imports = new Map<string, ImportReference>();
  readonly exports = new Map<string, Exported>();
  readonly starExports: ImportReference[] = [];

  constructor(
    readonly path: string,
    readonly text: string,
    readonly complaints: Complaint[],
    body: ParsedFile['body'],
  ) {
    for (const node of body) this.#statement(node);
  }

  #statement(node: AnyNode): void {
    switch (node.type) {
      case 'ImportDeclaration': {
        const specifier = String(node.source.value);
        for (const one of node.specifiers) {
          const at = one.start;
          if (one.type === 'ImportDefaultSpecifier') this.#refuse(one, 'a default import: import by name');
          const name = one.type === 'ImportSpecifier' ? nameOf(one.imported) : '*';
          this.imports.set(one.local.name, { specifier, name, at: name === '*' ? node.start : at });
        }
        return;
      }
      case 'ExportAllDeclaration':
        if (node.exported) this.#refuse(node, 'an export of a namespace: export by name');
        this.starExports.push({ specifier: String(node.source.value), name: '*', at: node.start });
        return;
      case 'ExportNamedDeclaration': {
        const specifier = node.source ? String(node.source.value) : undefined;
        for (const one of node.specifiers) {
          const [name, at] = [nameOf(one.local), one.start];
          const exported = specifier === undefined ? { local: name, at } : { specifier, name, at };
          this.exports.set(nameOf(one.exported), exported);
        }
        if (node.declaration) this.#declaration(node.declaration, node.start, true);
        return;
      }
      default:
        this.#declaration(node, node.start, false);
    }
  }

  /** `start`: of the statement, which may begin with `export`. */
  #declaration(node: AnyNode, start: number, isExported: boolean): void {
    const declare = (declaration: Declaration): void => {
      this.declarations.set(declaration.name, declaration);
      if (isExported) this.exports.set(declaration.name, { local: declaration.name, at: declaration.node.start });
    };
    // acorn has no type for a function without a body.
    if (node.type === 'FunctionDeclaration' || (node.type as string) === 'TSDeclareFunction') {
      const declared = node as FunctionDeclaration;
      const tag = /@(no)?inline\s*\*\/\s*$/.exec(this.text.slice(Math.max(0, start - 40), start));
      const inline = tag ? tag[1] === undefined : undefined;
      declare({ kind: 'function', name: declared.id.name, node: declared, inline });
    } else if (node.type === 'VariableDeclaration') {
      if (node.kind === 'var') this.#refuse(node, 'var: write let or const');
      for (const one of node.declarations) {
        if (one.id.type !== 'Identifier') this.#refuse(one.id, refusalOf(one.id) ?? 'no name');
        else declare({ kind: 'variable', name: one.id.name, node: one, isConstant: node.kind === 'const' });
      }
    } else if (node.type !== 'EmptyStatement') {
      this.#refuse(node, refusalOf(node) ?? `a statement outside of functions: move it into one; ${FUNCTIONS}`);
    }
  }

  #refuse(node: AnyNode, message: string): void {
    this.complaints.push({ at: node.start, message });
  }
}

function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : '';
}
