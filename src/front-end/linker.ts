// Links portable files to one module: reads an entry file and all that it leads to, finds the meaning of each name, and has
// every function checked that is reached. Of a user's file everything is checked, reached or not.

import type { AnyNode, CallExpression, FunctionDeclaration } from 'acorn';
import { KernelCompileError } from './compile-error.js';
import { constantValue } from './constants.js';
import type { Meaning, UnitContext } from './expression-checker.js';
import { type Declaration, type FileModule, fileModuleOf, type ImportReference } from './file-module.js';
import { FunctionChecker, type Signature, signatureOf } from './function-checker.js';
import { placeIn } from './places.js';
import { importableNames } from './portable-imports.js';
import type {
  AssertCall,
  Callable,
  Intrinsic,
  PortableFunction,
  PortableModule,
  SourceFile,
  Statement,
  Variable,
} from './portable-module.js';
import { FUNCTIONS } from './refusals.js';
import { SOURCE_ROOT } from './sources.js';
import { type Complaint, parseFile, parseText } from './syntax.js';
import { callsIn, variablesIn } from './walk.js';

export interface LinkOptions {
  /** The absolute path of the file that `importer` means by `specifier`; undefined: none. */
  bind(specifier: string, importer: string): string | undefined;
  /** Files whose functions are intrinsics: only their signatures are read. */
  readonly intrinsics: ReadonlySet<string>;
  /** Other values for constants of the package, by their names. */
  readonly constants?: Readonly<Record<string, number>> | undefined;
  /** Texts of files that are nowhere but here, by path. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
}

type Exported = Callable | Variable;

/** A file whose names are resolved. */
interface Unit {
  readonly module: FileModule;
  readonly file: SourceFile;
  readonly meanings: Map<string, Meaning | undefined>;
  /** By specifier. */
  readonly targets: Map<string, Unit | undefined>;
  readonly complaints: Complaint[];
}

type MutableFunction = { -readonly [Key in keyof PortableFunction]: PortableFunction[Key] };

export class Linker {
  readonly #units = new Map<string, Unit>();
  /** Has functions and files read whose contents are not known yet. */
  readonly #pending: (() => void)[] = [];
  readonly #readers = new Map<Callable, () => void>();
  readonly #assertions: AssertCall[] = [];
  /** Variables whose values are being computed. */
  readonly #computing = new Set<Declaration>();
  #end = 0;

  constructor(private readonly options: LinkOptions) {}

  /** The module of the exports of the file `entry`. @throws KernelCompileError */
  module(entry: string): PortableModule {
    const exports = new Map(this.exportsOf(entry));
    this.#readAll();
    const functions = this.#inOrder([...exports.values()]);
    this.#refuse();
    const variables = new Set<Variable>();
    const intrinsics = new Set<Intrinsic>();
    for (const { body } of functions) {
      for (const variable of variablesIn(body)) variables.add(variable);
      for (const callee of callsIn(body)) if (callee.callee.kind === 'intrinsic') intrinsics.add(callee.callee);
    }
    for (const one of exports.values()) {
      if (one.kind === 'variable') variables.add(one);
      if (one.kind === 'intrinsic') intrinsics.add(one);
    }
    return {
      exports,
      functions,
      variables: [...variables],
      intrinsics: [...intrinsics],
      assertions: this.#assertions,
      files: [...this.#units.values()].map(({ file }) => file),
    };
  }

  /** The exports of the file at `path`, with those of other files that it exports again. @throws KernelCompileError */
  exportsOf(path: string): [name: string, meaning: Exported][] {
    const unit = this.#unit(path);
    return [...this.#exportedNames(unit)].flatMap((name): [string, Exported][] => {
      const meaning = this.#exported(unit, name);
      return meaning ? [[name, meaning]] : [];
    });
  }

  /** Returns the offset at which the file at `path` exports `name`; without a name, the end of the text. */
  placeOf(path: string, name?: string): number {
    const { exports, starExports, text } = this.#unit(path).module;
    return name === undefined ? text.trimEnd().length : (exports.get(name)?.at ?? starExports[0]?.at ?? 0);
  }

  /** Adds to what is wrong with the file at `path`. */
  complain(path: string, complaint: Complaint): void {
    this.#unit(path).complaints.push(complaint);
  }

  /** Reads everything that was met so far. @throws KernelCompileError for the first mistake, if there is one */
  check(): void {
    this.#readAll();
    this.#refuse();
  }

  // Files.

  #unit(path: string): Unit {
    const known = this.#units.get(path);
    if (known) return known;
    const text = this.options.texts?.get(path);
    const module = fileModuleOf(text === undefined ? parseFile(path) : parseText(path, text));
    const own = !path.startsWith(SOURCE_ROOT) && text === undefined;
    const file: SourceFile = { path, text: module.text, own, base: this.#end };
    this.#end += module.text.length + 1;
    const unit: Unit = { module, file, meanings: new Map(), targets: new Map(), complaints: [...module.complaints] };
    this.#units.set(path, unit);
    if (own) this.#pending.push(() => this.#readWhole(unit));
    return unit;
  }

  /** Has everything in the file of `unit` read. */
  #readWhole(unit: Unit): void {
    const { declarations, imports, exports, starExports } = unit.module;
    for (const name of [...declarations.keys(), ...imports.keys()]) this.#meaning(unit, name);
    for (const [name, one] of exports) {
      if ('specifier' in one) this.#resolved(unit, one);
      else if (!this.#meaning(unit, one.local))
        unit.complaints.push({ at: one.at, message: `${name} is declared nowhere` });
    }
    for (const star of starExports) this.#target(unit, star);
  }

  #readAll(): void {
    for (let read = this.#pending.pop(); read; read = this.#pending.pop()) read();
  }

  /** @throws KernelCompileError for the first mistake of the first file that has one */
  #refuse(): void {
    for (const { file, complaints } of this.#units.values()) {
      const [first, ...others] = complaints.sort((one, other) => one.at - other.at);
      if (!first) continue;
      const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
      throw new KernelCompileError(`${placeIn(file, first.at)}: ${first.message}${more}`);
    }
  }

  #target(unit: Unit, { specifier, at }: ImportReference): Unit | undefined {
    if (unit.targets.has(specifier)) return unit.targets.get(specifier);
    const path = this.options.bind(specifier, unit.file.path);
    const target = path === undefined ? undefined : this.#unit(path);
    unit.targets.set(specifier, target);
    if (target) return target;
    this.#complainOnce(unit, { at, message: `nothing to import at '${specifier}': there is ${importableNames()}` });
    return undefined;
  }

  #complainOnce({ complaints }: Unit, complaint: Complaint): void {
    if (!complaints.some(({ message }) => message === complaint.message)) complaints.push(complaint);
  }

  // Names.

  #exportedNames({ module, file }: Unit, seen: readonly SourceFile[] = []): Set<string> {
    const names = new Set(module.exports.keys());
    for (const star of seen.includes(file) ? [] : module.starExports) {
      const target = this.#target(this.#unit(file.path), star);
      for (const name of target ? this.#exportedNames(target, [...seen, file]) : []) names.add(name);
    }
    return names;
  }

  #exported(unit: Unit, name: string, seen: readonly Unit[] = []): Exported | undefined {
    const exported = unit.module.exports.get(name);
    if (exported && 'specifier' in exported) return this.#resolved(unit, exported, seen) as Exported | undefined;
    if (exported) {
      const meaning = this.#meaning(unit, exported.local);
      return meaning?.kind === 'namespace' ? undefined : meaning;
    }
    if (seen.includes(unit)) return undefined;
    for (const star of unit.module.starExports) {
      const target = this.#target(unit, star);
      const meaning = target && this.#exported(target, name, [...seen, unit]);
      if (meaning) return meaning;
    }
    return undefined;
  }

  #resolved(unit: Unit, reference: ImportReference, seen: readonly Unit[] = []): Meaning | undefined {
    const { name, specifier, at } = reference;
    const target = this.#target(unit, reference);
    if (!target) return undefined;
    if (name === '*') return { kind: 'namespace', member: (member) => this.#exported(target, member) };
    const meaning = seen.includes(target) ? undefined : this.#exported(target, name, [...seen, unit]);
    if (!meaning && target.complaints.length === 0) {
      const offered = [...this.#exportedNames(target)].join(', ');
      this.#complainOnce(unit, { at, message: `'${specifier}' has no ${name}: it has ${offered}` });
    }
    return meaning;
  }

  /** The meaning of a name in the file of `unit`. */
  #meaning(unit: Unit, name: string): Meaning | undefined {
    if (unit.meanings.has(name)) return unit.meanings.get(name);
    const imported = unit.module.imports.get(name);
    const declared = unit.module.declarations.get(name);
    let meaning: Meaning | undefined;
    if (imported) meaning = this.#resolved(unit, imported);
    else if (declared?.kind === 'function') return this.#function(unit, declared);
    else if (declared) meaning = this.#variable(unit, declared);
    unit.meanings.set(name, meaning);
    return meaning;
  }

  #contextOf(unit: Unit, before = Number.POSITIVE_INFINITY): UnitContext {
    const { file, module, complaints, meanings } = unit;
    const complain = (at: number, message: string): void => void complaints.push({ at, message });
    return {
      complain,
      positionOf: (at) => file.base + at,
      declares: (variable) => module.declarations.has(variable.name) && meanings.get(variable.name) === variable,
      meaningOf: (name, at) => {
        const declared = module.declarations.get(name);
        if (declared?.kind === 'variable' && declared.node.start > before) {
          complain(at, `${name} is used above its declaration: move that up`);
        }
        return this.#meaning(unit, name);
      },
      asserted: (call: CallExpression, condition: AnyNode, number) => {
        const text = module.text.slice(condition.start, condition.end).replace(/\s+/g, ' ');
        this.#assertions.push({ number, condition: text, at: file.base + call.start });
      },
    };
  }

  #function(unit: Unit, declaration: Declaration & { readonly kind: 'function' }): Callable {
    const { name, node, inline } = declaration;
    const { complain } = this.#contextOf(unit);
    const signature = signatureOf(node, complain);
    if (this.options.intrinsics.has(unit.file.path)) {
      const parameters = signature.parameters.map(({ type }) => type);
      const intrinsic: Intrinsic = { kind: 'intrinsic', name, parameters, returns: signature.returns };
      unit.meanings.set(name, intrinsic);
      return intrinsic;
    }
    const at = unit.file.base + node.start;
    const made: MutableFunction = { kind: 'function', name, file: unit.file, at, ...signature, inline, body: UNREAD };
    unit.meanings.set(name, made);
    const read = (): void => this.#read(made, unit, node, signature);
    this.#readers.set(made, read);
    this.#pending.push(read);
    return made;
  }

  #read(made: MutableFunction, unit: Unit, node: FunctionDeclaration, signature: Signature): void {
    if (made.body !== UNREAD) return;
    made.body = [];
    if (!node.body) {
      unit.complaints.push({ at: node.start, message: `a function without a body: ${FUNCTIONS}` });
      return;
    }
    made.body = new FunctionChecker(this.#contextOf(unit)).body(node, signature);
  }

  #variable(unit: Unit, declaration: Declaration & { readonly kind: 'variable' }): Variable {
    const { name, node, isConstant } = declaration;
    const { complain } = this.#contextOf(unit);
    const variable = (type: Variable['type'], initial: number): Variable => {
      return { kind: 'variable', name, type, initial, isConstant };
    };
    if (!node.init) {
      complain(node.start, `${name} has no value: write \`= 0\``);
      return variable('i32', 0);
    }
    if (this.#computing.has(declaration)) {
      complain(node.start, `${name} is computed from itself: give it a value`);
      return variable('i32', 0);
    }
    this.#computing.add(declaration);
    const { type, value } = new FunctionChecker(this.#contextOf(unit, node.start)).initial(node.id, node.init);
    this.#readCalled([{ kind: 'expression', at: 0, expression: value }]);
    this.#computing.delete(declaration);
    const replaced = unit.file.path.startsWith(SOURCE_ROOT) ? this.options.constants?.[name] : undefined;
    const initial = replaced ?? constantValue(value);
    if (initial === undefined)
      complain(node.start, `${name} must be computed from constants: move the rest into a function`);
    return variable(type, initial ?? 0);
  }

  /** Has the functions read that `body` calls, for the value of a constant. */
  #readCalled(body: readonly Statement[]): void {
    for (const { callee } of callsIn(body)) {
      const read = this.#readers.get(callee);
      if (callee.kind !== 'function' || callee.body !== UNREAD) continue;
      read?.();
      this.#readCalled(callee.body);
    }
  }

  // The order of functions.

  /** All functions that `exported` lead to, callees before their callers. Complains of recursion, in a user's others as well. */
  #inOrder(exported: readonly Exported[]): PortableFunction[] {
    const ordered = new Set<PortableFunction>();
    const active: PortableFunction[] = [];
    const visit = (one: PortableFunction): void => {
      if (ordered.has(one)) return;
      active.push(one);
      for (const { callee, at } of callsIn(one.body)) {
        if (callee.kind !== 'function') continue;
        if (active.includes(callee)) this.#refuseRecursion(one, callee, at);
        else visit(callee);
      }
      active.pop();
      ordered.add(one);
    };
    for (const one of exported) if (one.kind === 'function') visit(one);
    const reached = [...ordered];
    const own = [...this.#units.values()].filter(({ file }) => file.own);
    for (const one of own.flatMap(({ meanings }) => [...meanings.values()])) if (one?.kind === 'function') visit(one);
    return reached;
  }

  #refuseRecursion(caller: PortableFunction, callee: PortableFunction, at: number): void {
    const unit = this.#unit(caller.file.path);
    const through = caller === callee ? '' : ` through ${caller.name}()`;
    this.#complainOnce(unit, {
      at: at - caller.file.base,
      message: `${callee.name}() calls itself${through}: write a loop`,
    });
  }
}

/** The body of a function that was not read yet. */
const UNREAD: readonly Statement[] = [];
