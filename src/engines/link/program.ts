// The modules that an entry module leads to, and what each name in them means.

import { relative } from 'node:path';
import { KernelCompileError } from '../compile-error.js';
import { SOURCE_ROOT } from '../sources.js';
import { parsePortable } from '../vet/syntax.js';
import { type Declaration, type Elsewhere, type Module, moduleOf, type Rewriting } from './module.js';
import type { Reference } from './references.js';

/** A file by its absolute path, or a name that the program imports from. */
export type Target = { readonly file: string } | { readonly external: string };

/** What `importer` means by a specifier; undefined when that leads nowhere. */
export type TargetOf = (specifier: string, importer: string) => Target | undefined;

/** What is told apart from all else of the same name. */
export interface Meaning {
  /** The same for the same thing. */
  readonly key: string;
  readonly name: string;
  /** Undefined: `name` is imported from `external`. */
  readonly declared?: { readonly module: Module; readonly declaration: Declaration };
  readonly external?: string;
}

export class Program {
  readonly #modules = new Map<string, Module>();
  /** Of each module, by specifier. */
  readonly #targets = new Map<Module, Map<string, Target>>();
  readonly entry: Module;

  private constructor(
    modules: ReadonlyMap<string, Module>,
    targets: ReadonlyMap<Module, Map<string, Target>>,
    entry: Module,
  ) {
    this.#modules = new Map(modules);
    this.#targets = new Map(targets);
    this.entry = entry;
  }

  /** @throws KernelCompileError */
  static async load(entry: string, targetOf: TargetOf, rewritten: Rewriting): Promise<Program> {
    const modules = new Map<string, Module>();
    const targets = new Map<Module, Map<string, Target>>();
    const begun = new Set<string>();
    const load = async (file: string): Promise<void> => {
      if (begun.has(file)) return;
      begun.add(file);
      const module = moduleOf(await parsePortable(file), rewritten);
      const found = new Map<string, Target>();
      targets.set(module, found);
      for (const specifier of module.specifiers) {
        const target = targetOf(specifier, file);
        if (target === undefined) throw new KernelCompileError(`${nameOf(file)}: nothing to import at '${specifier}'`);
        found.set(specifier, target);
        if ('file' in target) await load(target.file);
      }
      modules.set(file, module); // behind those that it needs
    };
    await load(entry);
    return new Program(modules, targets, modules.get(entry) as Module);
  }

  /** Every module, those that others need before these. */
  get modules(): readonly Module[] {
    return [...this.#modules.values()];
  }

  /** What `module` exports, by the name outside. @throws KernelCompileError */
  exportsOf(module: Module): [name: string, meaning: Meaning][] {
    return [...this.#exportedNames(module)].map((name) => [name, this.#exported(module, name) as Meaning]);
  }

  #target(module: Module, specifier: string): Target {
    return this.#targets.get(module)?.get(specifier) as Target;
  }

  #exportedNames(module: Module, seen: readonly Module[] = []): Set<string> {
    const names = new Set(module.exported.keys());
    for (const specifier of seen.includes(module) ? [] : module.exportedWhole) {
      const target = this.#target(module, specifier);
      if (!('file' in target)) continue;
      const whole = this.#exportedNames(this.#modules.get(target.file) as Module, [...seen, module]);
      for (const name of whole) names.add(name);
    }
    return names;
  }

  /**
   * What a reference in `module` means; undefined: what every program has, such as Math. @throws KernelCompileError
   */
  meaningOf(module: Module, { name, property }: Reference): Meaning | undefined {
    const imported = module.imported.get(name);
    if (imported) return this.#elsewhere(module, { ...imported, name: property ?? imported.name });
    return this.#declared(module, name);
  }

  #declared(module: Module, name: string): Meaning | undefined {
    const declaration = module.declarations.get(name);
    return declaration && { key: `${module.file}\0${name}`, name, declared: { module, declaration } };
  }

  #elsewhere(module: Module, { specifier, name }: Elsewhere): Meaning {
    const target = this.#target(module, specifier);
    if ('external' in target) return { key: `${target.external}\0${name}`, name, external: target.external };
    const meaning = this.#exported(this.#modules.get(target.file) as Module, name);
    if (!meaning) throw new KernelCompileError(`${nameOf(module.file)}: '${specifier}' has no ${name}`);
    return meaning;
  }

  #exported(module: Module, name: string, seen: readonly Module[] = []): Meaning | undefined {
    const exported = module.exported.get(name);
    if (typeof exported === 'object') return this.#elsewhere(module, exported);
    if (exported !== undefined) return this.meaningOf(module, { name: exported, start: 0, end: 0 });
    if (seen.includes(module)) return undefined;
    for (const specifier of module.exportedWhole) {
      const target = this.#target(module, specifier);
      if ('external' in target) return { key: `${target.external}\0${name}`, name, external: target.external };
      const meaning = this.#exported(this.#modules.get(target.file) as Module, name, [...seen, module]);
      if (meaning) return meaning;
    }
    return undefined;
  }
}

function nameOf(file: string): string {
  return relative(SOURCE_ROOT, file);
}
